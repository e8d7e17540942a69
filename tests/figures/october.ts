import { type FigureHouse, figureHouse, wall } from '../support/builders-figures.ts';

/** The moment at which the report of October 2026 is read in the example. */
export const READ_AT = wall('2026-11-10 12:00');

/**
 * One month worked out by hand (2026-10, Asia/Shanghai); the test beside it holds the numbers and how they come about.
 * Everything that bends a figure is in it: late, reopened, withdrawn before and after due, extended, paused, recorded late with and
 * without confirmation, merged away, an unreachable visit, and both sides of midnight at each end of the month.
 */
export async function october(): Promise<FigureHouse & { owners: { lin: string; he: string; zhou: string } }> {
  const house = await figureHouse();
  const { clockRow, complaint, followUp, insert, ledger, pack, staff, step, student } = house;
  house.clock.set(READ_AT);

  const owners = await house.write((tx) => {
    const lin = staff(tx, 'Lin');
    const he = staff(tx, 'He');
    const zhou = staff(tx, 'Zhou');
    const due = (id: string, name: string, at: string, outcome: string, stopped?: string, more: object = {}) =>
      clockRow(tx, { complaint: id, clock: name, due: wall(at), outcome, ...(stopped ? { stopped: wall(stopped) } : {}), ...more });
    const visit = (id: string, dueOn: string, state: string, doneAt: string, satisfaction: number | null, cycle = 1) =>
      followUp(tx, dueOn, state, wall(doneAt), { complaint_id: id, cycle, satisfaction, tries: state === 'unreachable' ? 3 : 0 });

    const again = student(tx, 'Again');

    // A: everything in time, satisfied. Its dropped rectification was cancelled before due; handing it on is no escalation.
    const a = complaint(
      tx,
      {
        received: wall('2026-10-05 10:00'),
        owner: he,
        firstContact: lin,
        resolvedBy: he,
        resolvedAt: wall('2026-10-06 15:00'),
        states: [
          ['handling', wall('2026-10-05 10:00')],
          ['resolved', wall('2026-10-06 15:00')],
          ['closed', wall('2026-10-08 16:00')],
        ],
      },
      lin,
    );
    due(a, 'dispatch', '2026-10-05 10:05', 'met', '2026-10-05 10:00');
    due(a, 'first_response', '2026-10-06 10:00', 'met', '2026-10-05 12:00');
    due(a, 'progress', '2026-10-07 10:00', 'met', '2026-10-05 12:00');
    due(a, 'resolution', '2026-10-07 10:00', 'met', '2026-10-06 15:00');
    due(a, 'rectification', '2026-10-15 00:00', 'cancelled', '2026-10-10 09:00');
    step(tx, a, 'redispatch1', 0, wall('2026-10-05 10:30'), wall('2026-10-05 11:00'));
    visit(a, '2026-10-07', 'done', '2026-10-07 15:00', 5);

    // B: late in everything, escalated twice, the second time found half an hour late; visited late and dissatisfied.
    const b = complaint(
      tx,
      {
        received: wall('2026-10-10 09:00'),
        severity: 'critical',
        category: 'service',
        owner: lin,
        ownerSince: wall('2026-10-10 11:00'),
        firstContact: lin,
        resolvedBy: lin,
        resolvedAt: wall('2026-10-12 20:00'),
        states: [
          ['handling', wall('2026-10-10 09:00')],
          ['resolved', wall('2026-10-12 20:00')],
          ['closed', wall('2026-10-20 10:00')],
        ],
      },
      lin,
    );
    due(b, 'dispatch', '2026-10-10 09:05', 'missed', '2026-10-10 09:30', { missed: true });
    due(b, 'first_response', '2026-10-11 09:00', 'missed', '2026-10-11 12:00', { missed: true });
    due(b, 'progress', '2026-10-12 09:00', 'missed', '2026-10-12 20:00', { missed: true });
    due(b, 'resolution', '2026-10-12 09:00', 'missed', '2026-10-12 20:00', { missed: true });
    due(b, 'rectification', '2026-10-20 00:00', 'met', '2026-10-18 17:00');
    step(tx, b, 'level1', 1, wall('2026-10-11 09:00'), wall('2026-10-11 09:00'));
    step(tx, b, 'level2', 2, wall('2026-10-12 09:00'), wall('2026-10-12 09:30'));
    visit(b, '2026-10-13', 'done', '2026-10-14 10:00', 2);

    // C: received in September, closed, reopened and closed again in October.
    const c = complaint(
      tx,
      {
        received: wall('2026-09-28 10:00'),
        owner: he,
        firstContact: lin,
        resolvedBy: he,
        resolvedAt: wall('2026-10-10 10:00'),
        states: [
          ['resolved', wall('2026-09-30 10:00')],
          ['closed', wall('2026-10-02 12:00')],
          ['handling', wall('2026-10-06 09:00'), 2],
          ['resolved', wall('2026-10-10 10:00'), 2],
          ['closed', wall('2026-10-12 12:00'), 2],
        ],
      },
      lin,
    );
    due(c, 'resolution', '2026-09-30 10:00', 'met', '2026-09-30 10:00');
    due(c, 'resolution', '2026-10-08 09:00', 'missed', '2026-10-10 10:00', { cycle: 2, missed: true });
    visit(c, '2026-10-01', 'done', '2026-10-01 16:00', 4);
    visit(c, '2026-10-11', 'done', '2026-10-11 16:00', 4, 2);

    // D: withdrawn before anything but the dispatch was due.
    const d = complaint(
      tx,
      {
        received: wall('2026-10-15 10:00'),
        owner: he,
        states: [
          ['handling', wall('2026-10-15 10:00')],
          ['withdrawn', wall('2026-10-15 18:00')],
        ],
      },
      lin,
    );
    due(d, 'dispatch', '2026-10-15 12:05', 'met', '2026-10-15 10:00');
    for (const name of ['first_response', 'progress', 'resolution']) due(d, name, '2026-10-16 10:00', 'cancelled', '2026-10-15 18:00');

    // E: withdrawn when the first response was late already; the other clocks fell due at that very moment.
    const e = complaint(
      tx,
      {
        received: wall('2026-10-16 10:00'),
        category: 'finance',
        states: [
          ['new', wall('2026-10-16 10:00')],
          ['withdrawn', wall('2026-10-18 10:00')],
        ],
      },
      lin,
    );
    due(e, 'dispatch', '2026-10-16 12:05', 'met', '2026-10-16 12:01');
    due(e, 'first_response', '2026-10-17 10:00', 'cancelled', '2026-10-18 10:00', { missed: true });
    for (const name of ['progress', 'resolution']) due(e, name, '2026-10-18 10:00', 'cancelled', '2026-10-18 10:00');

    // F: done within an extension; nobody could be reached for the visit; the same student complained again a day after closing.
    const f = complaint(
      tx,
      {
        received: wall('2026-10-20 10:00'),
        owner: he,
        firstContact: lin,
        resolvedBy: he,
        resolvedAt: wall('2026-10-23 10:00'),
        student: again,
        states: [
          ['handling', wall('2026-10-20 10:00')],
          ['resolved', wall('2026-10-23 10:00')],
          ['closed', wall('2026-10-28 10:00')],
        ],
      },
      lin,
    );
    due(f, 'dispatch', '2026-10-20 12:05', 'met', '2026-10-20 10:00');
    due(f, 'first_response', '2026-10-21 10:00', 'met', '2026-10-20 11:00');
    due(f, 'progress', '2026-10-22 10:00', 'met', '2026-10-20 11:00');
    due(f, 'resolution', '2026-10-24 10:00', 'extended', '2026-10-23 10:00');
    visit(f, '2026-10-24', 'unreachable', '2026-10-24 19:00', null);

    // G: waits for the parent, so its resolution stands still and is not due.
    const g = complaint(
      tx,
      {
        received: wall('2026-10-29 10:00'),
        owner: he,
        student: again,
        states: [
          ['handling', wall('2026-10-29 10:00')],
          ['waiting', wall('2026-10-29 12:00')],
        ],
      },
      lin,
    );
    due(g, 'dispatch', '2026-10-29 12:05', 'met', '2026-10-29 10:00');
    due(g, 'first_response', '2026-10-30 10:00', 'met', '2026-10-29 11:30');
    due(g, 'progress', '2026-10-31 10:00', 'met', '2026-10-30 10:00');
    due(g, 'resolution', '2026-10-31 10:00', 'open', undefined, { paused: true });

    // H: the first contact recorded late and not confirmed, the progress recorded late and confirmed. Closed in November.
    const h = complaint(
      tx,
      {
        received: wall('2026-10-22 09:00'),
        category: 'technical',
        owner: lin,
        states: [
          ['handling', wall('2026-10-22 09:00')],
          ['resolved', wall('2026-10-23 20:00')],
          ['closed', wall('2026-11-05 10:00')],
        ],
      },
      lin,
    );
    due(h, 'dispatch', '2026-10-22 12:05', 'met', '2026-10-22 09:00');
    due(h, 'first_response', '2026-10-23 09:00', 'met_late', '2026-10-23 08:00', { missed: true });
    due(h, 'progress', '2026-10-24 09:00', 'met', '2026-10-23 08:00', { missed: true });
    due(h, 'resolution', '2026-10-24 09:00', 'met', '2026-10-23 20:00');

    // I: the same event told by another parent; merged into H, it is in no figure.
    const i = complaint(tx, { received: wall('2026-10-22 10:00'), mergedInto: h, states: [['withdrawn', wall('2026-10-22 11:00')]] }, lin);
    due(i, 'dispatch', '2026-10-22 12:05', 'missed', '2026-10-22 13:00', { missed: true });

    // J and K: a minute apart, the last of October and the first of November.
    const j = complaint(tx, { received: wall('2026-10-31 23:59'), category: 'service', states: [['new', wall('2026-10-31 23:59')]] }, lin);
    due(j, 'first_response', '2026-11-01 23:59', 'missed', '2026-11-02 10:00', { missed: true });
    complaint(tx, { received: wall('2026-11-01 00:00'), states: [['new', wall('2026-11-01 00:00')]] }, lin);

    // L: received in the last minute of September, closed in the last second of October by somebody else; the parent would not answer.
    const l = complaint(
      tx,
      {
        received: wall('2026-09-30 23:59'),
        category: 'facility',
        owner: he,
        firstContact: lin,
        resolvedBy: zhou,
        resolvedAt: wall('2026-10-20 10:00'),
        states: [
          ['handling', wall('2026-09-30 23:59')],
          ['resolved', wall('2026-10-20 10:00')],
          ['closed', wall('2026-10-31 23:59:59')],
        ],
      },
      lin,
    );
    due(l, 'first_response', '2026-10-01 23:59', 'met', '2026-10-01 08:59');
    due(l, 'progress', '2026-10-02 23:59', 'met', '2026-10-01 08:59');
    due(l, 'resolution', '2026-10-02 23:59', 'missed', '2026-10-20 10:00', { missed: true });
    due(l, 'rectification', '2026-10-13 00:00', 'open', undefined, { missed: true });
    visit(l, '2026-10-21', 'refused', '2026-10-25 10:00', null);

    // Follow-ups by hand: not done, done in the last half hour of its day, cancelled before its day, and one of November.
    const s1 = student(tx, 'S1');
    followUp(tx, '2026-10-31', 'open', null, { student_id: s1 });
    followUp(tx, '2026-10-31', 'done', wall('2026-10-31 23:30'), { student_id: s1 });
    followUp(tx, '2026-10-20', 'cancelled', wall('2026-10-15 10:00'), { student_id: s1 });
    followUp(tx, '2026-11-01', 'open', null, { student_id: s1 });

    // Head count.
    const stays = pack(tx, s1, '2026-09-01', 20);
    ledger(tx, stays, 'consume', -6, '2026-10-12');
    ledger(tx, stays, 'reverse', 2, '2026-10-21');
    pack(tx, student(tx, 'S2 joins'), '2026-10-10', 20);
    const usedUp = pack(tx, student(tx, 'S3 uses up'), '2026-03-01', 10);
    ledger(tx, usedUp, 'consume', -10, '2026-10-20');
    const s4 = student(tx, 'S4 comes back');
    const old = pack(tx, s4, '2026-01-01', 10);
    ledger(tx, old, 'consume', -10, '2026-05-05');
    pack(tx, s4, '2026-10-12', 10, { kind: 'renewal' });
    pack(tx, student(tx, 'S5 pauses', { marker: 'paused', marker_on: '2026-10-15' }), '2026-09-01', 10);
    pack(tx, student(tx, 'S6 had expired'), '2026-01-01', 10, { valid_until: '2026-09-29' });
    pack(tx, student(tx, 'S7 expires with the month'), '2026-01-01', 10, { valid_until: '2026-10-31' });
    pack(tx, student(tx, 'S8 begins later'), '2026-11-05', 10);
    const s9 = pack(tx, student(tx, 'S9 joins, uses up later'), '2026-10-01', 10);
    ledger(tx, s9, 'consume', -10, '2026-11-03');
    pack(tx, student(tx, 'S10 ended on the last day'), '2026-09-01', 10, { ended_on: '2026-10-31' });
    // Imported on the 12th as completed: that was before anybody here knew of it. Imported and active, and completed a week later: has left.
    const imported = { created_at: wall('2026-10-12 23:40') };
    pack(tx, student(tx, 'S12 imported as completed', { ...imported, marker: 'completed', marker_on: '2026-10-12' }), '2026-02-01', 10);
    pack(tx, student(tx, 'S13 imported, completes', { ...imported, marker: 'completed', marker_on: '2026-10-19' }), '2026-02-01', 10);
    insert(tx, 'students', { number: 'S2026-99999', name: 'S11 never enrolled', name_key: '', created_at: 0 });
    return { lin, he, zhou };
  });
  return Object.assign(house, { owners });
}
