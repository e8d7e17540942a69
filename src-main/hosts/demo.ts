import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createRouterClient } from '@orpc/server';
import { entryFile } from '#main/base/app-root.ts';
import type { Clock } from '#main/base/clock.ts';
import type { DemoAccount } from '#main/base/os.ts';
import type { Core } from '#main/core.ts';
import { type DemoOrder, type DemoReport, demoAccountsOf } from '#main/tasks.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';

export { type DemoAccount, demoAccountsOf };

/**
 * Builds the small demo centre in a folder that holds none yet, ending on the clock's day; a folder that holds one is left as it
 * is. Answers the accounts either way. It works in a thread of its own: the program that asked goes on answering.
 */
export async function makeDemo(dataDir: string, { clock, lang }: { clock: Clock; lang: Lang | null }): Promise<DemoAccount[]> {
  if (!existsSync(join(dataDir, 'keys.json'))) await build({ dataDir, now: clock.now(), lang: lang ?? 'zh-CN' });
  return demoAccountsOf();
}

function build(order: DemoOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entryFile('workers/demo'), { workerData: order });
    worker.once('message', (report: DemoReport) => {
      if (report.kind === 'done') resolve();
      else reject(report.kind === 'failed' ? new Failure(report.code, report.data) : report.error);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the demo centre was not finished')));
  });
}

/** A demo was asked for, but the folder holds a centre of real people. */
export async function holdsRealCentre(core: Core): Promise<boolean> {
  const now = await createRouterClient(core.router, { context: core.context(core.connect()) }).session.current();
  return !now.demo && now.state !== 'setup';
}
