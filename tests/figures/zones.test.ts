import { describe, expect, it } from 'vitest';
import { tally } from '#main/figures/service.ts';
import { defaultCentre, writeGroup } from '#main/settings/service.ts';
import { monthPeriod, weekPeriod } from '#shared/rules/figures.ts';
import { dayOf, MINUTE } from '#shared/rules/zone.ts';
import { figureHouse, wall } from '../support/builders-figures.ts';

describe('months and weeks in the zone of the centre', () => {
  it('puts a complaint of 23:59 and one of 00:00 into different months', async () => {
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu']) {
      const house = await figureHouse();
      const last = wall('2026-10-31 23:59', zone);
      await house.write((tx) => {
        writeGroup(tx, 'centre', { ...defaultCentre, centreName: 'Centre', zone });
        const one = house.staff(tx, 'One');
        for (const received of [last, last + MINUTE]) house.complaint(tx, { received, states: [['new', received]] }, one);
      });
      const now = wall('2026-11-20 12:00', zone);
      const count = (month: string) => tally(house.db, ['complaints_received'], monthPeriod(month, zone, now)).complaints_received.value;
      expect([zone, count('2026-10'), count('2026-11'), count('2026-12')]).toEqual([zone, 1, 1, 0]);
    }
  });

  it('keeps a month whole where the clocks change in it', () => {
    const zone = 'America/New_York';
    const november = monthPeriod('2026-11', zone, wall('2027-01-01 00:00', zone));
    expect(november.to - november.from).toBe((30 * 24 + 1) * 3_600_000);
    expect([november.startDay, november.endDay]).toEqual(['2026-10-31', '2026-11-30']);
  });

  it('counts a running month until now, inclusive, and a month to come not at all', async () => {
    const house = await figureHouse();
    const now = wall('2026-11-20 12:00');
    await house.write((tx) => {
      const one = house.staff(tx, 'One');
      const id = house.complaint(tx, { received: now, states: [['new', now]] }, one);
      house.clockRow(tx, { complaint: id, clock: 'dispatch', due: now, outcome: 'open', round: 1 });
      house.clockRow(tx, { complaint: id, clock: 'dispatch', due: now + 1, outcome: 'met', stopped: now, round: 2 });
    });
    const period = monthPeriod('2026-11', 'Asia/Shanghai', now);
    expect(period.endDay).toBe('2026-11-20');
    const at = tally(house.db, ['complaints_received', 'dispatch_on_time', 'complaints_open_end'], period);
    expect([at.complaints_received.value, at.dispatch_on_time.denominator, at.complaints_open_end.value]).toEqual([1, 1, 1]);
    const later = monthPeriod('2026-12', 'Asia/Shanghai', now);
    expect(later.until).toBe(later.from);
    expect(tally(house.db, ['complaints_received'], later).complaints_received.value).toBe(0);
  });

  it('begins the week on Monday', () => {
    const sunday = wall('2026-11-22 23:00');
    const week = weekPeriod('Asia/Shanghai', sunday);
    expect(dayOf(week.from, 'Asia/Shanghai')).toBe('2026-11-16');
    expect(weekPeriod('Asia/Shanghai', sunday + 2 * 3_600_000).from).toBe(week.to);
  });
});
