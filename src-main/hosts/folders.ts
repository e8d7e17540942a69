import envPaths from 'env-paths';

/** Where the centre's data lies unless `--data` says otherwise: the user's application data; the demo centre beside it. */
export function defaultDataFolder(demo: boolean): string {
  const own = envPaths('student-service-desk', { suffix: '' }).data;
  return demo ? `${own}-demo` : own;
}
