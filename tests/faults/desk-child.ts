import { createRouterClient } from '@orpc/server';
import { shiftedClock } from '#main/base/clock.ts';
import { createCore } from '#main/core.ts';
import { isSetUp } from '#main/settings/service.ts';
import { finishSetup } from '#main/setup/service.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { createMemoryLog } from '../support/memory-log.ts';

/**
 * A desk that writes without pause until it is killed. Each line `ack <table> <id>` on stdout says: this is saved. With `early` it says so
 * before the command has run: the negative control that the check must catch.
 */
const [dataDir = '', now = '0', mode = 'honest'] = process.argv.slice(2);
const core = await createCore({
  dataDir,
  clock: shiftedClock(Number(now)),
  keys: { file: true },
  log: createMemoryLog(),
  host: { kind: 'test', appVersion: '0', lang: null, demo: false },
});
const { services } = core;
if (!isSetUp(services.db)) {
  const { zone, ...opening } = DEFAULT_OPENING;
  await services.commands.run({ name: 'setup.finish', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
    finishSetup(tx, services.ids.next(), { centreName: 'faults', zone, opening, manager: { name: 'm', login: 'm', passwordHash: 'x' } }),
  );
}
const manager = services.db.get<{ id: string }>("SELECT id FROM staff WHERE login = 'm'")?.id ?? null;
const connection = core.connect();
connection.staffId = manager;
const client = createRouterClient(core.router, { context: core.context(connection) });

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const blank = {
  gender: '' as const,
  birthOn: null,
  phone: '',
  wechat: '',
  school: '',
  grade: '',
  source: '',
  advisorId: null,
  tags: [],
  remark: '',
};
say('ready');

for (let n = 0; ; n += 1) {
  if (mode === 'early') {
    const id = services.ids.next();
    say(`ack courses ${id}`);
    await services.commands.run({ name: 'courses.add', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
      tx.run('INSERT INTO courses (id, name) VALUES (?, ?)', [id, id]),
    );
    continue;
  }
  const student = await client.students.create({
    student: { ...blank, name: `学员${n % 50}` },
    guardians: [{ name: '家长', relation: 'mother', phone: '', isPrimary: true, isPayer: true, mayPickUp: false }],
  });
  say(`ack students ${student.id}`);
  const complaint = await client.complaints.record({
    studentIds: [student.id],
    complainant: { kind: 'student', refId: student.id, name: '', phone: '' },
    channel: 'phone',
    words: `教室空调不热，第 ${n} 次说了`,
    category: 'facility',
    severity: n % 7 === 0 ? 'critical' : 'general',
  });
  say(`ack complaints ${complaint.id}`);
  const { complaint: page } = await client.complaints.get({ id: complaint.id });
  const contact = await client.complaints.logContact({
    id: complaint.id,
    version: page.version,
    channel: 'phone',
    direction: 'out',
    outcome: 'reached',
    words: '已联系',
    toldProgress: true,
  });
  say(`ack command ${contact.commandId}`);
}
