import { scanComplaints } from '#main/complaints/service.ts';
import { openCore } from './folder.ts';
import { median, timeOf } from './measure.ts';
import { deskOf } from './reads.ts';
import { type Line, ms } from './table.ts';

/** So many clocks run in a centre that has let everything lie. */
const OPEN_CLOCKS = 5000;
const LIMIT_MS = 50;

/** The look at all open clocks that the program takes every minute, with `OPEN_CLOCKS` of them and nothing that fell due. */
export async function scanCase(dataDir: string, rounds: number): Promise<Line> {
  const core = await openCore(dataDir);
  try {
    const { services } = core;
    const { db } = services;
    const open = () => db.get<{ n: number }>('SELECT count(*) AS n FROM clocks WHERE stopped_at IS NULL')?.n ?? 0;
    const manager = deskOf(core, db as Parameters<typeof deskOf>[1]).as('manager');
    const student = db.get<{ id: string }>('SELECT id FROM students WHERE removed_on IS NULL LIMIT 1')?.id ?? '';
    while (open() < OPEN_CLOCKS) {
      await manager.complaints.record({
        studentIds: [student],
        complainant: { kind: 'student', refId: student },
        channel: 'phone',
        words: '…',
        category: 'service',
        severity: 'general',
      });
    }
    await scanComplaints(services);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const time = await timeOf(async () => {
        const { raised } = await scanComplaints(services);
        if (raised > 0) throw new Error('a scan right after a scan raised something');
      });
      times.push(time);
    }
    const best = Math.min(...times);
    return {
      name: `scan of ${open().toLocaleString('en')} open clocks`,
      figure: `${ms(best)} (median ${ms(median(times))})`,
      beside: '',
      limit: ms(LIMIT_MS),
      ok: best <= LIMIT_MS,
    };
  } finally {
    await core.stop();
  }
}
