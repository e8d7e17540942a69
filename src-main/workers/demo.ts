import { parentPort, workerData } from 'node:worker_threads';
import { shiftedClock } from '#main/base/clock.ts';
import { type DemoOrder, type DemoReport, makeDemoCentre } from '#main/tasks.ts';
import { isFailure } from '#shared/contract/failure.ts';

/** Builds the small demo centre beside a program that goes on answering; the parent hears how it ended. */
const port = parentPort;
if (port) {
  const { dataDir, now, lang } = workerData as DemoOrder;
  const say = (report: DemoReport) => port.postMessage(report);
  try {
    await makeDemoCentre({ dataDir, clock: shiftedClock(now), lang }, { size: 'small', seed: 1, until: null });
    say({ kind: 'done' });
  } catch (error) {
    say(isFailure(error) ? { kind: 'failed', code: error.code, data: error.data } : { kind: 'crashed', error });
  }
}
