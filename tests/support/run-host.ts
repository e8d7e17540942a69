import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..', '..');
/** The two forms of the same program. */
const FORMS = { built: 'out/main/hosts/web/main.js', source: 'src-main/hosts/web/main.ts' } as const;

const GUARD = pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href;

export type RunningHost = {
  readonly origin: string;
  /** The link of the `ready` line; it works once. */
  readonly link: string;
  readonly child: ChildProcess;
  /** What was said so far, both streams. */
  output(): string;
  /** Presses Enter in the console and answers the new link. */
  newLink(): Promise<string>;
  /** Waits for the next line on stdout that fits. */
  line(pattern: RegExp): Promise<string>;
  /** SIGTERM, or another signal; answers the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export type EndedHost = { code: number | null; output: string };

/** Starts the web host with the given flags. Answers when it is ready, or how it ended without being it. */
export async function runHost(
  flags: readonly string[],
  options: { form?: keyof typeof FORMS; env?: NodeJS.ProcessEnv } = {},
): Promise<RunningHost | EndedHost> {
  const child = spawn(process.execPath, ['--import', GUARD, join(root, FORMS[options.form ?? 'built']), '--no-open', ...flags], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<{ pattern: RegExp; resolve: (line: string) => void }>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    for (const one of [...waiting]) {
      if (!one.pattern.test(line)) continue;
      waiting.delete(one);
      one.resolve(line);
    }
  });
  const line = (pattern: RegExp) => new Promise<string>((resolve) => waiting.add({ pattern, resolve }));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));

  const first = await Promise.race([line(/^ready /), ended]);
  if (typeof first !== 'string') return { code: first, output };
  const link = first.slice('ready '.length);
  return {
    link,
    origin: new URL(link).origin,
    child,
    output: () => output,
    line,
    newLink: async () => {
      const next = line(/#token=/);
      child.stdin.write('\n');
      return (await next).split(' ').at(-1) ?? '';
    },
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** As above, for those who need it ready. */
export async function mustRun(...args: Parameters<typeof runHost>): Promise<RunningHost> {
  const host = await runHost(...args);
  if (!('link' in host)) throw new Error(`the host ended with ${host.code}:\n${host.output}`);
  return host;
}
