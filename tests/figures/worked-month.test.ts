import { describe, expect, it } from 'vitest';
import { definitions } from '#main/figures/definitions.ts';
import { figureRows } from '#main/figures/rows.ts';
import { monthFigures } from '#main/figures/service.ts';
import { monthlyReport, reportMonths } from '#main/reports/service.ts';
import type { FigureKey, RowsKey } from '#shared/contract/figures.ts';
import { monthlyReport as schema } from '#shared/contract/reports.ts';
import { monthPeriod } from '#shared/rules/figures.ts';
import { complaintsCheck } from '#shared/rules/reports.ts';
import { ZONE } from '../support/builders-figures.ts';
import { october, READ_AT } from './october.ts';

/** [numerator, denominator] of each figure as worked out by hand, with the complaints behind it. */
const byHand: Record<FigureKey, [number, number | null]> = {
  active_start: [6, null], // S1, S3, S5, S7, S10, S13
  joined: [2, null], // S2, S9
  returned: [1, null], // S4
  left: [4, null], // S3, S5, S10, S13
  active_end: [5, null], // S1, S2, S4, S7, S9
  complaints_received: [8, null], // A B D E F G H J
  complaints_closed: [6, null], // A B C C F L
  complaints_open_end: [3, null], // G H J
  first_response_time: [4, 7], // A F G L of A B E F G H L
  dispatch_on_time: [6, 7], // all but B of A B D E F G H
  first_contact_resolution: [1, 6], // A
  told_within_48h: [5, 6], // A F G H L of A B F G H L
  resolved_within_48h: [2, 5], // A H of A B F H L
  rectified_in_time: [1, 2], // B of B L
  resolution_rate: [4, 6], // A C(second) F L
  escalated_share: [1, 8], // B
  escalation_late: [1, null], // B, level 2
  complaint_rate: [6, 6], // without D and E; active at the start
  csat: [3, 4], // 5 4 4 of 5 2 4 4
  csat_response: [4, 6], // A B C C of A B C C F L
  follow_up_done: [5, 8],
};

const beside: Partial<Record<FigureKey, Record<string, number>>> = {
  complaints_received: { withdrawn: 2 },
  complaints_closed: { reopened: 1 },
  first_response_time: { late_unconfirmed: 1, late_confirmed: 0, extended: 0, missed: 1, open: 0, withdrawn: 1, unanswered: 1 },
  told_within_48h: { late_unconfirmed: 0, late_confirmed: 1, extended: 0, missed: 1, open: 0, withdrawn: 0 },
  resolved_within_48h: { late_unconfirmed: 0, late_confirmed: 0, extended: 1, missed: 2, open: 0, withdrawn: 0 },
  first_contact_resolution: { too_young: 0 },
  resolution_rate: { neutral: 2, refused: 1, unreachable: 1, dissatisfied: 1, reopened: 1 },
  escalation_late: { steps: 2 },
  complaint_rate: { withdrawn: 2, consumed_halves: 14 },
  csat_response: { refused: 1, unreachable: 1 },
  follow_up_done: { late: 2, unreachable: 1, refused: 1, open: 1 },
};

describe('October 2026, worked out by hand', () => {
  it('gives every figure as the definitions say', async () => {
    const { db } = await october();
    const { figures } = monthFigures(db, '2026-10', READ_AT);
    const counted = Object.fromEntries(figures.map((figure) => [figure.key, [figure.value, figure.denominator]]));
    expect(counted).toEqual(byHand);
    const besides = Object.fromEntries(figures.filter((figure) => figure.key in beside).map((figure) => [figure.key, figure.beside]));
    expect(besides).toEqual(beside);
    const response = figures.find((figure) => figure.key === 'first_response_time');
    // 60, 90, 120, 540, 1380, 1620 minutes; E was never answered.
    expect([response?.median, response?.p90]).toEqual([330, 1620]);
  });

  it('opens exactly the rows of each number', async () => {
    const { db } = await october();
    const period = monthPeriod('2026-10', ZONE, READ_AT);
    for (const [key, [numerator, denominator]] of Object.entries(byHand) as [FigureKey, [number, number | null]][]) {
      const rows = figureRows(db, key, 'numerator', '', period).rows;
      expect([key, rows.length]).toEqual([key, numerator]);
      expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
      if (denominator !== null) expect([key, figureRows(db, key, 'denominator', '', period).rows.length]).toEqual([key, denominator]);
      for (const [name, n] of Object.entries(beside[key] ?? {})) {
        if (name === 'consumed_halves') continue;
        expect([key, name, figureRows(db, key, 'numerator', `beside:${name}`, period).rows.length]).toEqual([key, name, n]);
      }
    }
  });

  it('makes a report that fits the contract and adds up', async () => {
    const { db, owners } = await october();
    const value = monthlyReport(db, '2026-10', READ_AT);
    expect(schema.parse(value)).toEqual(value);
    expect(value.headCount).toEqual({ start: 6, joined: 2, returned: 1, left: 4, end: 5, check: 0 });
    const { openStart, received, reopened, closed, withdrawn, openEnd } = value.complaints;
    expect({ openStart, received, reopened, closed, withdrawn, openEnd }).toEqual({
      openStart: 2,
      received: 8,
      reopened: 1,
      closed: 6,
      withdrawn: 2,
      openEnd: 3,
    });
    expect(complaintsCheck(value.complaints)).toBe(0);
    expect(value.complaints.clocks).toEqual([
      { clock: 'dispatch', due: 7, met: 6, metLate: 0, missed: 1, extended: 0 },
      { clock: 'first_response', due: 7, met: 4, metLate: 1, missed: 2, extended: 0 },
      { clock: 'progress', due: 6, met: 5, metLate: 0, missed: 1, extended: 0 },
      { clock: 'resolution', due: 6, met: 2, metLate: 0, missed: 3, extended: 1 },
      { clock: 'rectification', due: 2, met: 1, metLate: 0, missed: 1, extended: 0 },
    ]);
    expect(value.complaints.byCategory.find((row) => row.category === 'service')).toEqual({
      category: 'service',
      received: 2,
      critical: 1,
      closed: 1,
      openEnd: 1,
    });
    // G 2.6 days, H 9.6 days, J one minute.
    expect(value.complaints.ageing.map((row) => row.open)).toEqual([1, 0, 1, 1, 0]);
    expect(value.complaints.byOwner.find((row) => row.id === owners.lin)).toEqual({
      id: owners.lin,
      name: 'Lin',
      received: 2,
      closed: 1,
      missed: 4,
    });
    expect(value.followUps).toEqual({ due: 8, doneInTime: 5, done: 5, unreachable: 1, refused: 1, open: 1 });
    expect(value.satisfaction).toEqual({ asked: 6, answers: 4, scores: [0, 1, 0, 2, 1] });
    expect(value.figures.find((figure) => figure.key === 'complaints_received')?.lastMonth?.value).toBe(2);
    expect(value.figures.every((figure) => figure.lastYear === null)).toBe(true);
    expect(reportMonths(db, READ_AT).slice(0, 2)).toEqual(['2026-11', '2026-10']);
  });

  it('opens the rows of each cell of the report', async () => {
    const { db, owners } = await october();
    const value = monthlyReport(db, '2026-10', READ_AT);
    const period = monthPeriod('2026-10', ZONE, READ_AT);
    const count = (key: RowsKey, split = '') => figureRows(db, key, 'numerator', split, period).rows.length;
    for (const row of value.complaints.byCategory) {
      expect(count('complaints_received', `category:${row.category}`)).toBe(row.received);
      expect(count('complaints_received', `category:${row.category},severity:critical`)).toBe(row.critical);
      expect(count('complaints_closed', `category:${row.category}`)).toBe(row.closed);
      expect(count('complaints_open_end', `category:${row.category}`)).toBe(row.openEnd);
    }
    for (const row of value.complaints.clocks) {
      expect(count('clocks_due', `clock:${row.clock}`)).toBe(row.due);
      expect(count('clocks_due', `clock:${row.clock},outcome:met`)).toBe(row.met);
      expect(count('clocks_due', `clock:${row.clock},outcome:met_late`)).toBe(row.metLate);
      expect(count('clocks_due', `clock:${row.clock},outcome:missed`)).toBe(row.missed);
      expect(count('clocks_due', `clock:${row.clock},outcome:extended`)).toBe(row.extended);
    }
    for (const row of value.complaints.ageing) expect(count('complaints_open_end', `age:${row.bucket}`)).toBe(row.open);
    for (const row of value.complaints.byOwner) {
      expect(count('complaints_received', `owner:${row.id ?? ''}`)).toBe(row.received);
      expect(count('clocks_due', `outcome:missed,owner:${row.id ?? ''}`)).toBe(row.missed);
    }
    value.satisfaction.scores.forEach((n, index) => {
      expect(count('csat', '')).toBeGreaterThanOrEqual(0);
      expect(figureRows(db, 'csat', 'denominator', `score:${index + 1}`, period).rows.length).toBe(n);
    });
    expect(figureRows(db, 'follow_up_done', 'denominator', 'state:open', period).rows.length).toBe(value.followUps.open);
    expect(count('complaints_open_start')).toBe(value.complaints.openStart);
    expect(count('complaints_withdrawn')).toBe(value.complaints.withdrawn);
    expect(count('complaints_reopened')).toBe(value.complaints.reopened);
    expect(owners.lin).not.toBe('');
    expect(() => count('complaints_received', `category:x' OR 1=1`)).toThrow('INVALID');
    expect(Object.keys(definitions).length).toBe(25);
  });
});
