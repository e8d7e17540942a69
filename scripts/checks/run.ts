import { spawn } from 'node:child_process';

export type Ran = { code: number; stdout: string; stderr: string };

/** Runs a program to its end and gives what it wrote. A program that cannot start rejects. */
export function run(command: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Runs a package's own script with the Node that runs this one. */
export function runTool(root: string, script: string, args: readonly string[]): Promise<Ran> {
  return run(process.execPath, [`node_modules/${script}`, ...args], { cwd: root });
}

/** Runs npm: the one that runs this, else the one of the PATH. */
export function runNpm(root: string, args: readonly string[]): Promise<Ran> {
  const npm = process.env.npm_execpath;
  return npm ? run(process.execPath, [npm, ...args], { cwd: root }) : run('npm', args, { cwd: root });
}

/** The last lines of a tool's output, for a report that stays readable. */
export function lines(ran: Ran): string[] {
  return `${ran.stdout}\n${ran.stderr}`.split('\n').filter((line) => line.trim() !== '');
}
