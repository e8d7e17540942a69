import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createFileLog } from '#main/base/log.ts';
import { factsJob } from '#main/program/facts.ts';
import { openDesk } from '../support/desk.ts';
import { people } from '../support/people.ts';

/** What stands in a centre and must stand in no diagnostics. Digits as they are typed and as they are stored. */
const PLANTED = {
  student: '周可心',
  mother: '赵敏华',
  phone: '13812349082',
  words: '教室暖气不热，孩子感冒了',
  centre: '晨光培训中心',
  login: people.manager.login,
  person: people.manager.name,
  folder: 'usb-of-chenjing',
};

/** A desk with people in it whose log was written by somebody who forgot the rules. */
async function plantedDesk() {
  const desk = await openDesk({ staff: ['specialist'] });
  const api = desk.as('manager');
  const second = join(desk.dataDir, '..', PLANTED.folder);
  mkdirSync(second, { recursive: true });
  await desk.core.services.commands.run({ name: 'test.second', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
    tx.run(`INSERT INTO settings (id, value, version) VALUES ('backup', ?, 1)`, [JSON.stringify({ secondFolder: second })]),
  );
  await api.complaints.record({
    studentIds: [],
    complainant: { kind: 'other', refId: null, name: PLANTED.mother, phone: PLANTED.phone },
    channel: 'phone',
    words: PLANTED.words,
    category: 'facility',
    severity: 'general',
  });
  const log = createFileLog({ folder: join(desk.dataDir, 'logs'), now: () => desk.clock.now() });
  log.error('planted', {
    error: new Error(`${PLANTED.student} ${PLANTED.phone}`),
    part: `${PLANTED.mother} ${PLANTED.phone}`,
    names: [PLANTED.student, PLANTED.phone],
    code: PLANTED.words,
  });
  log.info('marker');
  await log.close();
  const { file } = await api.program.diagnostics();
  const entries = unzipSync(new Uint8Array(await file.arrayBuffer()));
  const text = Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, strFromU8(bytes)]));
  return { ...desk, api, file, text, json: (name: string) => JSON.parse(text[name] ?? 'null') };
}

describe('the diagnostics', () => {
  it('hold nothing that belongs to a person, nor where the data lies', async () => {
    const { text, dataDir } = await plantedDesk();
    const all = Object.entries(text)
      .map(([name, content]) => `${name}\n${content}`)
      .join('\n');
    // the log is in it, so what was planted there had its chance
    expect(all).toContain('planted');
    for (const [what, planted] of Object.entries({ ...PLANTED, dataDir })) expect(all.includes(planted), what).toBe(false);
    expect(all).not.toMatch(/\d{11}/);
  });

  it('hold versions, settings, the check of the data and how many rows each table has', async () => {
    const { text, json, file } = await plantedDesk();
    expect(file.name).toBe('diagnostics-2026-11-20-1230.zip');
    expect(Object.keys(text).sort()).toEqual([
      'README.txt',
      'backups.json',
      'data.json',
      'keys.json',
      'logs/desk.log',
      'machine.json',
      'settings.json',
      'versions.json',
    ]);
    expect(json('data.json').integrity).toEqual({ ok: true, problems: [] });
    expect(json('data.json').rows).toMatchObject({ complaints: 1, staff: 2 });
    expect(json('settings.json')).toMatchObject({ idleMinutes: 10, secondBackupFolder: true, demo: false });
    expect(json('versions.json')).toMatchObject({ program: '0.0.0', node: process.versions.node });
    expect(Number(json('versions.json').migration)).toBeGreaterThan(0);
    expect(json('keys.json')).toEqual({ by: 'file', exposed: false, failed: [], envelopes: [{ kind: 'file', name: '' }] });
    expect(json('machine.json')).toMatchObject({ host: 'test', safeMode: false });
  });

  it('come without a part that cannot be had', async () => {
    const desk = await openDesk();
    writeFileSync(join(desk.dataDir, 'logs'), 'not a folder');
    const broken = desk.core.services;
    broken.heavy.run = async () => {
      throw new Error('no thread');
    };
    const { file } = await desk.as('manager').program.diagnostics();
    const entries = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(JSON.parse(strFromU8(entries['data.json']!))).toEqual({ missing: true });
    expect(Object.keys(entries)).toContain('versions.json');
    expect(desk.log.entries.some(({ event, part }) => event === 'diagnostics' && part === 'data')).toBe(true);
  });

  it('say what is wrong with a damaged file instead of counting in it', () => {
    const db = {
      all: (sql: string) => {
        if (sql.includes('integrity_check')) return [{ integrity_check: 'page 7 is damaged' }];
        if (sql.includes('foreign_key')) return [];
        throw new Error('nobody may count in it');
      },
    };
    expect(factsJob({ db: db as never })).toEqual({ integrity: { ok: false, problems: ['page 7 is damaged'] }, rows: {} });
  });
});
