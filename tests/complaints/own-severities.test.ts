import { describe, expect, it } from 'vitest';
import { staffById, updateStaff } from '#main/staff/service.ts';
import type { Severity } from '#shared/contract/fields.ts';
import { type Desk, type MemberKey, members, openDesk, record } from './desk.ts';

/** As the manager ticks it in the dialog. */
const allow = (desk: Desk, key: MemberKey, severities: Severity[]) =>
  desk.commands.run({ name: 'staff.update', actor: { kind: 'cli' }, undo: 'rows', topics: [] }, (tx) => {
    const { version, passwordHash: _hash, ...row } = staffById(tx, desk.staff[key]);
    updateStaff(tx, desk.staff[key], version, { ...row, severities }, '2026-11-20');
  });
const ownerOf = async (desk: Desk, severity: Severity) => desk.keyOf((await record(desk, { severity }, 'manager')).complaint.owner?.id);

describe('which severities somebody may own', () => {
  it('all until the manager says otherwise', async () => {
    const desk = await openDesk();
    for (const key of Object.keys(members) as MemberKey[])
      expect(staffById(desk.db, desk.staff[key]).severities).toEqual(['general', 'serious', 'critical']);
  });

  it('the newest clerk gets no critical one by turn, but the lighter ones', async () => {
    const desk = await openDesk();
    const clerk = await ownerOf(desk, 'general');
    if (clerk === null) throw new Error('nobody');
    await allow(desk, clerk, ['general', 'serious']);
    const critical = new Set<MemberKey | null>();
    for (let n = 0; n < 4; n += 1) critical.add(await ownerOf(desk, 'critical'));
    expect(critical.has(clerk)).toBe(false);
    const light = new Set<MemberKey | null>();
    for (let n = 0; n < 8; n += 1) light.add(await ownerOf(desk, 'serious'));
    expect(light.has(clerk)).toBe(true);
  });

  it('nobody by turn may: the head takes it', async () => {
    const desk = await openDesk();
    for (const key of ['specialist', 'specialist2'] as const) await allow(desk, key, ['general']);
    expect(await ownerOf(desk, 'critical')).toBe('supervisor');
  });
});
