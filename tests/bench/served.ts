import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ApiClient, apiClient } from '../support/api.ts';
import { mustRun, type RunningHost } from '../support/run-host.ts';
import { NOW, PASSWORD } from './folder.ts';
import { median, quantile, timeOf } from './measure.ts';
import { studentSheet } from './sheet.ts';
import { type Line, ms } from './table.ts';

/** Processor time of a process so far, in ms; 0 where the system does not tell. */
export function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

async function waitFor(api: ApiClient, id: string, wanted: 'ready' | 'done'): Promise<void> {
  for (;;) {
    const { state, failure } = await api.imports.get({ id });
    if (state === wanted) return;
    if (failure) throw new Error(`the import failed: ${failure.code}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const words = '孩子这学期换了三个老师，家长要求固定老师，并退还两节课的费用。';

function complaint(studentId: string) {
  return {
    studentIds: [studentId],
    complainant: { kind: 'other' as const, refId: null, name: '家长', phone: '', relation: '' },
    channel: 'phone' as const,
    words,
    category: 'teaching' as const,
    severity: 'general' as const,
    key: randomUUID(),
  };
}

type Seen = { what: string; time: number };

/** What a desk asks for while somebody imports. */
function reader(api: ApiClient, studentId: string) {
  const asks: [string, () => Promise<unknown>][] = [
    ['complaint list', () => api.complaints.list({ view: 'all', limit: 50 })],
    ['counts', () => api.complaints.counts()],
    ['students', () => api.students.list({ limit: 50 })],
    ['student', () => api.students.get({ id: studentId })],
    ['search', () => api.search.find({ text: 'wang' })],
    ['Today', () => api.today.get()],
    ['follow-ups', () => api.followUps.list({ view: 'today', mine: false, studentId: null, limit: 50 })],
  ];
  return {
    async once(seen: Seen[]): Promise<void> {
      for (const [what, ask] of asks) seen.push({ what, time: await timeOf(ask) });
    },
  };
}

/** What can only be measured from outside: the built program, asked over HTTP. `folder` is written to. */
export async function servedCases(dataDir: string, rows: number): Promise<Line[]> {
  const host = await mustRun(['--demo', '--data', dataDir, '--port', '0', '--now', NOW]);
  try {
    return await askHost(host, rows);
  } finally {
    await host.stop('SIGKILL');
  }
}

async function askHost(host: RunningHost, rows: number): Promise<Line[]> {
  const api = await apiClient(host.link);
  await api.session.login({ login: 'manager', password: PASSWORD });
  // each complaint is about another student, as in life
  const studentIds = (await api.students.list({ limit: 100 })).rows.map((row) => row.id);
  const studentId = studentIds[0] ?? '';
  const lines: Line[] = [];

  const records: number[] = [];
  let cpu = 0;
  // the first ones compile what they run, and one of them begins the thread that carries the log
  const warming = 40;
  for (let n = 0; n < warming + 40; n += 1) {
    if (n === warming) cpu = cpuOf(host.child.pid);
    const time = await timeOf(() => api.complaints.record(complaint(studentIds[n] ?? '')));
    if (n >= warming) records.push(time);
  }
  const record = median(records);
  const each = (cpuOf(host.child.pid) - cpu) / records.length;
  lines.push({
    name: 'record a complaint over HTTP',
    figure: `${ms(record)} (best ${ms(Math.min(...records))}, processor ${ms(each)})`,
    beside: '',
    limit: '10.0 ms',
    ok: record <= 10,
  });

  const desk = reader(api, studentId);
  const calm: Seen[] = [];
  for (let n = 0; n < 6; n += 1) await desk.once(calm);
  const backup = await timeOf(() => api.backups.create());
  lines.push({ name: 'a backup, verified', figure: ms(backup), beside: '', limit: '', ok: null });

  const imported = await importWhile(api, host, rows, 2001, null);
  lines.push({
    name: `import of ${rows.toLocaleString('en')} rows, chosen → done`,
    figure: `${ms(imported.reading + imported.writing)} (read ${ms(imported.reading)}, write ${ms(imported.writing)}, processor ${ms(imported.cpu)})`,
    beside: `a backup first, where none of this state lies there: ${ms(backup)}`,
    limit: '5.00 s',
    ok: imported.reading + imported.writing <= 5000,
  });

  const seen: Seen[] = [];
  const saved: number[] = [];
  await importWhile(api, host, rows, 2002, async () => {
    await desk.once(seen);
    saved.push(await timeOf(() => api.complaints.record(complaint(studentId))));
  });
  const worst = seen.reduce((a, b) => (b.time > a.time ? b : a));
  const calmWorst = calm.slice(7).reduce((a, b) => (b.time > a.time ? b : a));
  lines.push({
    name: `reads while ${rows.toLocaleString('en')} rows are imported (${seen.length})`,
    figure: `worst ${ms(worst.time)} (${worst.what}), p95 ${ms(
      quantile(
        seen.map(({ time }) => time),
        0.95,
      ),
    )}`,
    beside: `without an import: worst ${ms(calmWorst.time)} (${calmWorst.what})`,
    limit: 'worst 50.0 ms',
    ok: worst.time <= 50,
  });
  lines.push({
    name: `complaints recorded meanwhile (${saved.length})`,
    figure: `all saved, median ${ms(median(saved))}, worst ${ms(Math.max(...saved))} (behind the write)`,
    beside: '',
    limit: 'saved',
    ok: saved.length > 0,
  });
  return lines;
}

/** Imports a sheet and calls `meanwhile` again and again until it is done. */
async function importWhile(api: ApiClient, host: RunningHost, rows: number, seed: number, meanwhile: (() => Promise<void>) | null) {
  const file = new File([await studentSheet(rows, seed)], 'bench.xlsx');
  let going = true;
  const other = (async () => {
    while (going && meanwhile) await meanwhile();
  })();
  const cpu = cpuOf(host.child.pid);
  let id = '';
  const reading = await timeOf(async () => {
    ({ id } = await api.imports.preview({ file }));
    await waitFor(api, id, 'ready');
  });
  const writing = await timeOf(async () => {
    await api.imports.run({ id, lang: 'zh-CN' });
    await waitFor(api, id, 'done');
  });
  going = false;
  await other;
  return { reading, writing, cpu: cpuOf(host.child.pid) - cpu };
}
