import { join } from 'node:path';
import envPaths from 'env-paths';

/** Where the centre's data lies unless `--data` says otherwise: the user's application data; the demo centre beside it. */
export function defaultDataFolder(demo: boolean): string {
  const own = envPaths('student-service-desk', { suffix: '' }).data;
  return demo ? `${own}-demo` : own;
}

/** Where compiled code is kept from one start to the next: nothing of a centre, and made anew when it is gone. */
export const codeCacheFolder = (): string => join(envPaths('student-service-desk', { suffix: '' }).cache, 'code');

/** Which centre is open: the own one, or the demo in its folder beside it. */
export type Which = 'own' | 'demo';

/** Where both lie for `--data` and `--demo`. With both flags the given folder is the demo's. */
export function foldersOf({ data, demo }: { data: string | undefined; demo: boolean }): Readonly<Record<Which, string>> {
  if (data === undefined) return { own: defaultDataFolder(false), demo: defaultDataFolder(true) };
  return demo ? { own: defaultDataFolder(false), demo: data } : { own: data, demo: `${data}-demo` };
}
