import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runDesk } from '#main/hosts/cli/run.ts';

const MAIN = join(import.meta.dirname, '../../src-main/hosts/cli/main.ts');

export type Ran<T> = { code: number; out: string; err: string; json: T };

/** One line of JSON and nothing else, or the test fails here. */
function parse<T>(code: number, out: string, err: string): Ran<T> {
  const lines = out.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not exactly one line: ${JSON.stringify(out)} ${err}`);
  return { code, out, err, json: JSON.parse(out) as T };
}

/** The command line in this process, with --json. */
export async function desk<T = Record<string, unknown>>(...args: string[]): Promise<Ran<T>> {
  let out = '';
  let err = '';
  const code = await runDesk([...args, '--json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return parse<T>(code, out, err);
}

/** The same without --json: what a person sees. */
export async function deskWords(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await runDesk(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

/** The command line as a process of its own. */
export function deskProcess<T = Record<string, unknown>>(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran<T> {
  const child = spawnSync(process.execPath, [MAIN, ...args, '--json'], { encoding: 'utf8', env: { ...process.env, ...env } });
  return parse<T>(child.status ?? -1, child.stdout, child.stderr);
}
