import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { verifyDatabase } from '#main/audit/verify.ts';
import { createKeyStore } from '#main/base/keys.ts';
import { databaseFile } from '#main/core.ts';
import { openDatabase } from '#main/db/open.ts';

/**
 * `npm run faults`: a desk is killed (SIGKILL) in the middle of its commands, again and again in the same folder. After each death every
 * command that it had acknowledged must be there and `verify` must be clean. A desk that acknowledges before it commits must be caught.
 */
const rounds = process.argv.includes('--full') ? 500 : Number(process.env.DESK_FAULT_ROUNDS ?? 100);
const controlRounds = 30;
const start = Date.parse('2026-11-21T10:42:00+08:00');

type Ack = { table: string; id: string };

/** Starts the desk, lets it write for `ms`, kills it; answers what it had acknowledged. */
async function killAfter(dataDir: string, now: number, mode: 'honest' | 'early', ms: number): Promise<Ack[]> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'desk-child.ts'), dataDir, String(now), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acks: Ack[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let timer: NodeJS.Timeout | undefined;
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    if (line === 'ready') timer = setTimeout(() => child.kill('SIGKILL'), ms);
    const [word, table, id] = line.split(' ');
    if (word === 'ack' && table && id) acks.push({ table, id });
  }
  clearTimeout(timer);
  await ended;
  if (child.signalCode !== 'SIGKILL') throw new Error(`the desk ended by itself with ${child.exitCode}`);
  return acks;
}

/** Opens the folder as the next start would and looks for everything that was acknowledged. */
async function lostIn(dataDir: string, acks: readonly Ack[]): Promise<{ lost: Ack[]; broken: string | null; commands: number }> {
  const { key } = await createKeyStore(dataDir).open({ file: true });
  const db = openDatabase({ file: databaseFile(dataDir), key, mustExist: true });
  try {
    const lost = acks.filter(({ table, id }) => db.get(`SELECT 1 AS there FROM ${table} WHERE id = ?`, [id]) === undefined);
    const report = verifyDatabase(db);
    return { lost, broken: report.brokenAt, commands: report.commands };
  } finally {
    db.close();
  }
}

async function inFolder<T>(fn: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-faults-'));
  try {
    return await fn(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

let failed = 0;
await inFolder(async (dataDir) => {
  let acknowledged = 0;
  let commands = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const acks = await killAfter(dataDir, start + round * 3_600_000, 'honest', 5 + Math.random() * 250);
    const result = await lostIn(dataDir, acks);
    acknowledged += acks.length;
    commands = result.commands;
    if (result.lost.length > 0 || result.broken !== null) {
      failed += 1;
      console.error(`round ${round}: ${result.lost.length} acknowledged commands lost, verify: ${result.broken ?? 'ok'}`);
    }
    if (round % 25 === 0) console.log(`${round} rounds, ${acknowledged} acknowledged, ${commands} commands, ${failed} bad rounds`);
  }
});

let caught = 0;
await inFolder(async (dataDir) => {
  for (let round = 1; round <= controlRounds && caught === 0; round += 1) {
    const acks = await killAfter(dataDir, start, 'early', 5 + Math.random() * 60);
    if ((await lostIn(dataDir, acks)).lost.length > 0) caught = round;
  }
});
if (caught === 0) console.error(`the negative control was not caught in ${controlRounds} rounds: the check is blind`);
else console.log(`negative control caught in round ${caught}`);
console.log(`${rounds - failed} of ${rounds} rounds clean`);
process.exitCode = failed > 0 || caught === 0 ? 1 : 0;
