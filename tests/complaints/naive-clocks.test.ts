import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintPoliciesTable } from '#main/complaints/tables.ts';
import { insertRow } from '#main/db/rows.ts';
import { DEFAULT_POLICY, type SeverityPolicy } from '#shared/rules/complaint-policy.ts';
import { person } from '../support/database.ts';
import { at, complaintOf, type Desk, live, openDesk } from './desk.ts';

/**
 * The specification once more, as simply as possible and without a line of the program: every clock is counted minute by minute
 * from the list of what people did. All times here are whole minutes since 1970.
 */

type Severity = 'general' | 'serious' | 'critical';
type Name = 'dispatch' | 'first_response' | 'progress' | 'resolution' | 'rectification';
const HOUR = 60;
/** Targets in counted minutes, different for each severity so that a change of it shows. */
const targets: Record<Severity, Record<Name, number>> = {
  general: { dispatch: 5, first_response: 24 * HOUR, progress: 48 * HOUR, resolution: 48 * HOUR, rectification: 7 * 1440 },
  serious: { dispatch: 5, first_response: 12 * HOUR, progress: 24 * HOUR, resolution: 36 * HOUR, rectification: 3 * 1440 },
  critical: { dispatch: 5, first_response: 2 * HOUR, progress: 12 * HOUR, resolution: 24 * HOUR, rectification: 1440 },
};
const ladder: Record<Severity, [level: number, after: number][]> = {
  general: [
    [1, 24 * HOUR],
    [2, 48 * HOUR],
  ],
  serious: [
    [1, 10 * HOUR],
    [2, 30 * HOUR],
  ],
  critical: [[2, 0]],
};

type Wait = { from: number; to: number | null };
type NaiveClock = {
  name: Name;
  cycle: number;
  round: number;
  start: number;
  target: number;
  extra: number;
  stopped: number | null;
  due: number;
  missed: boolean;
  warned: boolean;
  outcome: string;
};
type Said = { clock: string; cycle: number; round: number; kind: string; due: number; happened: number; detected: number };

type Act =
  | { kind: 'record'; now: number; received: number; severity: Severity; known: boolean }
  | { kind: 'contact'; now: number; happened: number; reached: boolean; progress: boolean; out: boolean }
  | { kind: 'tell'; now: number; happened: number }
  | { kind: 'wait'; now: number; until: number }
  | { kind: 'resume' | 'withdraw' | 'reopen' | 'scan'; now: number }
  | { kind: 'decide'; now: number; rectify: boolean }
  | { kind: 'verify'; now: number; round: number; cycle: number }
  | { kind: 'severity'; now: number; severity: Severity }
  | { kind: 'extend'; now: number; name: Name; minutes: number }
  | { kind: 'confirm'; now: number; name: Name; cycle: number; round: number };

const SHANGHAI = 8 * HOUR;
const dayIndex = (minute: number) => Math.floor((minute + SHANGHAI) / 1440);
/** 1970-01-01 was a Thursday; from mid-October to December 2026 no holiday lies between. */
const isWorkingDay = (day: number) => ![6, 0].includes((day + 4) % 7);
const opening: Record<number, [number, number][]> = {
  0: [
    [510, 720],
    [780, 1230],
  ],
  1: [],
  6: [
    [510, 720],
    [780, 1230],
  ],
};
const weekday: [number, number][] = [
  [720, 840],
  [900, 1260],
];

function counts(name: Name, start: number, minute: number): boolean {
  const day = dayIndex(minute);
  if (name === 'rectification') return day > dayIndex(start) && isWorkingDay(day);
  if (name !== 'dispatch') return true;
  const ofDay = (minute + SHANGHAI) % 1440;
  return (opening[(day + 4) % 7] ?? weekday).some(([from, to]) => from <= ofDay && ofDay < to);
}

const pausing = (name: Name) => name === 'resolution' || name === 'rectification';
const waits = (all: readonly Wait[], minute: number, now: number) => all.some((each) => each.from <= minute && minute < (each.to ?? now));

/** The end of the minute with which `target` is counted; a wait that runs is taken to end at `now`. */
function dueOf(clock: Pick<NaiveClock, 'name' | 'start'>, target: number, all: readonly Wait[], now: number): number {
  let counted = 0;
  let minute = clock.start;
  while (counted < target) {
    if (counts(clock.name, clock.start, minute) && !(pausing(clock.name) && waits(all, minute, now))) counted += 1;
    minute += 1;
  }
  return minute;
}

class Naive {
  state = 'none';
  known = true;
  severity: Severity = 'general';
  since = 0;
  received = 0;
  cycle = 1;
  until: number | null = null;
  waits: Wait[] = [];
  clocks: NaiveClock[] = [];
  said: Said[] = [];
  steps: { cycle: number; level: number; due: number; detected: number }[] = [];

  begin(name: Name, start: number): void {
    const round = this.clocks.filter((each) => each.name === name && each.cycle === this.cycle).length + 1;
    const target = targets[this.severity][name];
    const base = { name, cycle: this.cycle, round, start, target, extra: 0, stopped: null, due: 0, missed: false, warned: false };
    this.clocks.push({ ...base, outcome: 'open' });
  }

  say(clock: NaiveClock, kind: string, due: number, happened: number, detected: number): void {
    this.said.push({ clock: clock.name, cycle: clock.cycle, round: clock.round, kind, due, happened, detected });
  }

  /** Waits as they stood at a moment. */
  waitsUntil(moment: number): Wait[] {
    return this.waits.filter((each) => each.from < moment).map((each) => ({ from: each.from, to: Math.min(each.to ?? moment, moment) }));
  }

  stop(clock: NaiveClock, happened: number, now: number): void {
    const all = this.waitsUntil(happened);
    const plain = dueOf(clock, clock.target, all, happened);
    const due = clock.missed ? clock.due : dueOf(clock, clock.target + clock.extra, all, happened);
    const wasMissed = clock.missed;
    clock.stopped = happened;
    clock.due = due;
    if (happened > due) {
      if (!wasMissed) this.say(clock, 'missed', due, due, now);
      clock.missed = true;
      clock.outcome = 'missed';
    } else if (clock.extra > 0 && happened > plain) clock.outcome = 'extended';
    else {
      clock.outcome = wasMissed ? 'met_late' : 'met';
      this.say(clock, 'met', due, happened, now);
    }
  }

  running(name?: Name): NaiveClock[] {
    return this.clocks.filter((each) => each.stopped === null && (name === undefined || each.name === name));
  }

  /** Something happened that stops a clock; recorded late it may belong to a round that is over. Answers the running one it stopped. */
  happens(name: Name, happened: number, now: number): boolean {
    const clock = this.running(name).find((each) => each.start <= happened);
    if (clock) {
      this.stop(clock, happened, now);
      return true;
    }
    const over = this.clocks.find(
      (each) =>
        each.name === name && each.outcome === 'missed' && each.start <= happened && happened <= each.due && happened < (each.stopped ?? 0),
    );
    if (over) {
      over.stopped = happened;
      over.outcome = 'met_late';
      this.say(over, 'met', over.due, happened, now);
    }
    return false;
  }

  cancel(clock: NaiveClock, now: number): void {
    const due = clock.missed ? clock.due : dueOf(clock, clock.target + clock.extra, this.waitsUntil(now), now);
    if (now > due && !clock.missed) {
      this.say(clock, 'missed', due, due, now);
      clock.missed = true;
    }
    this.say(clock, 'cancelled', due, now, now);
    Object.assign(clock, { due, stopped: now, outcome: 'cancelled' });
  }

  endWait(moment: number): void {
    for (const each of this.waits) if (each.to === null) each.to = moment;
    this.until = null;
    this.state = 'handling';
  }

  atOnce(now: number): void {
    for (const [level, after] of ladder[this.severity]) if (after === 0) this.take(level, now, now);
  }

  take(level: number, due: number, detected: number): void {
    if (this.steps.some((each) => each.cycle === this.cycle && each.level >= level)) return;
    this.steps.push({ cycle: this.cycle, level, due, detected });
  }

  get open(): boolean {
    return ['new', 'assigned', 'handling', 'waiting'].includes(this.state);
  }

  scan(now: number): void {
    if (this.until !== null && this.until <= now) this.endWait(this.until);
    for (const clock of this.running()) {
      const due = clock.missed ? clock.due : dueOf(clock, clock.target + clock.extra, this.waits, now);
      const stands = pausing(clock.name) && this.state === 'waiting' && due > now;
      if (!clock.missed) clock.due = due;
      if (!stands && !clock.missed && due < now) {
        clock.missed = true;
        this.say(clock, 'missed', due, due, now);
      }
    }
    if (!this.open) return;
    const start = this.clocks.find((each) => each.name === 'resolution' && each.cycle === this.cycle)?.start ?? 0;
    const due = ladder[this.severity]
      .map(
        ([level, after]) =>
          [level, after === 0 ? Math.max(start, this.since) : dueOf({ name: 'resolution', start }, after, this.waits, now)] as const,
      )
      .filter(([, moment]) => moment <= now);
    for (const [level, moment] of due) this.take(level, moment, now);
  }

  /** Whether the state allows it; when it does, it is done. */
  act(act: Act): boolean {
    const { now } = act;
    switch (act.kind) {
      case 'record':
        Object.assign(this, { state: 'assigned', known: act.known, severity: act.severity, since: now, received: act.received });
        this.begin('dispatch', now);
        if (act.known) this.begin('first_response', act.received);
        if (act.known) this.begin('progress', act.received);
        this.begin('resolution', act.received);
        this.happens('dispatch', now, now);
        this.atOnce(now);
        return true;
      case 'contact': {
        if (act.happened < this.received) return false;
        if (!this.known) return true;
        const spoke = act.reached || !act.out;
        if (act.out && act.reached) this.happens('first_response', act.happened, now);
        if (spoke && act.progress && this.happens('progress', act.happened, now)) this.begin('progress', act.happened);
        return true;
      }
      case 'tell': {
        if (!['assigned', 'handling', 'waiting'].includes(this.state)) return false;
        const start = this.clocks.find((each) => each.name === 'resolution' && each.cycle === this.cycle)?.start ?? 0;
        if (act.happened < start) return false;
        if (this.known) this.happens('first_response', act.happened, now);
        if (this.known) this.happens('progress', act.happened, now);
        this.happens('resolution', act.happened, now);
        // Told of progress after the result: there is nothing left to tell.
        for (const clock of this.running('progress')) this.cancel(clock, now);
        if (this.state === 'waiting') this.endWait(now);
        this.state = 'resolved';
        return true;
      }
      case 'wait':
        if (!['assigned', 'handling', 'waiting'].includes(this.state)) return false;
        // the same wait goes on to another end
        if (this.state !== 'waiting') this.waits.push({ from: now, to: null });
        Object.assign(this, { state: 'waiting', until: act.until });
        return true;
      case 'resume':
        if (this.state !== 'waiting') return false;
        this.endWait(now);
        return true;
      case 'decide':
        if (!['assigned', 'handling', 'waiting', 'resolved'].includes(this.state)) return false;
        if (act.rectify) this.begin('rectification', now);
        if (!this.known && this.state !== 'resolved') {
          this.happens('resolution', now, now);
          if (this.state === 'waiting') this.endWait(now);
          this.state = 'resolved';
        } else if (this.state === 'assigned') this.state = 'handling';
        return true;
      case 'verify': {
        const clock = this.running('rectification').find((each) => each.round === act.round && each.cycle === act.cycle);
        if (clock) this.stop(clock, now, now);
        return true;
      }
      case 'severity': {
        if (['withdrawn', 'none'].includes(this.state)) return false;
        if (act.severity === this.severity) return true;
        Object.assign(this, { severity: act.severity, since: now });
        for (const clock of this.running()) if (!clock.missed) clock.target = targets[act.severity][clock.name];
        if (this.open) this.atOnce(now);
        return true;
      }
      case 'extend': {
        const clock = this.running(act.name)[0];
        if (!clock) return false;
        if (clock.missed || now > dueOf(clock, clock.target + clock.extra, this.waits, now)) return false;
        clock.extra += act.minutes;
        this.say(clock, 'extended', dueOf(clock, clock.target + clock.extra, this.waits, now), now, now);
        return true;
      }
      case 'confirm': {
        const clock = this.clocks.find((each) => each.name === act.name && each.cycle === act.cycle && each.round === act.round);
        if (clock?.outcome !== 'met_late') return false;
        clock.outcome = 'met';
        this.say(clock, 'confirmed', clock.due, clock.stopped ?? 0, now);
        return true;
      }
      case 'withdraw':
        if (!this.open) return false;
        if (this.state === 'waiting') this.endWait(now);
        for (const clock of this.running()) this.cancel(clock, now);
        this.state = 'withdrawn';
        return true;
      case 'reopen':
        if (this.state !== 'resolved') return false;
        this.cycle += 1;
        Object.assign(this, { state: 'handling', since: now });
        if (this.known) this.begin('progress', now);
        this.begin('resolution', now);
        this.atOnce(now);
        return true;
      case 'scan':
        this.scan(now);
        return true;
    }
  }
}

/** From here until the new year no holiday lies in the way. */
const START = at('2026-10-13 15:30');
const LAST = at('2026-12-05 00:00');
const ms = (minute: number) => minute * 60_000;
const minutes = (value: number) => value / 60_000;

async function deskWithPolicy(): Promise<Desk> {
  const desk = await openDesk(START);
  const severities = Object.fromEntries(
    (Object.keys(targets) as Severity[]).map((severity): [Severity, SeverityPolicy] => {
      const base = DEFAULT_POLICY.severities[severity];
      const clocks = { ...base.clocks };
      for (const name of Object.keys(targets[severity]) as Name[]) clocks[name] = { ...clocks[name], target: targets[severity][name] };
      const steps = ladder[severity].map(([level, afterMinutes]) => ({
        level,
        afterMinutes,
        tells: ['manager' as const],
        namesHandler: level === 1,
      }));
      return [severity, { ...base, clocks, ladder: steps }];
    }),
  ) as Record<Severity, SeverityPolicy>;
  await desk.commands.run({ name: 'test.policy', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    insertRow(tx, complaintPoliciesTable, { id: desk.ids.next(), version: 7, activeFrom: 0, body: { version: 7, severities } });
  });
  return desk;
}

type Roll = readonly [kind: number, a: number, b: number, c: number];

/** Plays one roll on the service; answers the act as the naive one is told it, and whether the service did it. */
async function play(desk: Desk, id: string, naive: Naive, roll: Roll): Promise<{ act: Act; commandId: string | null } | null> {
  const [kind, a, b, c] = roll;
  const now = minutes(desk.clock.now());
  const mine = desk.as('manager').complaints;
  const key = { id, version: desk.version(id) };
  const back = (spread: number) => now - (b % 3 === 0 ? Math.min((c % 40) * spread, now - minutes(START - 5 * 86_400_000)) : 0);
  const done = async (act: Act, call: () => Promise<{ commandId: string }>) => {
    try {
      return { act, commandId: (await call()).commandId };
    } catch (error) {
      const { code } = error as { code?: string };
      if (!['STATE_FORBIDS', 'INVALID', 'NOT_FOUND'].includes(code ?? '')) throw error;
      return { act, commandId: null };
    }
  };
  const clockRow = (name: string, more = '') =>
    desk.db.get<{ id: string; cycle: number; round: number }>(
      `SELECT id, cycle, round FROM clocks WHERE subject_id = ? AND clock = ? ${more} ORDER BY cycle DESC, round DESC`,
      [id, name],
    );
  switch (kind % 16) {
    case 0:
    case 1:
    case 2: {
      const act = { kind: 'contact', now, happened: back(37), reached: a % 4 !== 0, progress: c % 2 === 0, out: a % 5 !== 1 } as const;
      const outcome = act.out ? (act.reached ? 'reached' : 'not_reached') : 'received';
      return done(act, () =>
        mine.logContact({
          ...key,
          channel: 'phone',
          direction: act.out ? 'out' : 'in',
          outcome,
          words: '说',
          toldProgress: act.progress,
          happenedAt: ms(act.happened),
        }),
      );
    }
    case 3:
    case 4: {
      const act = { kind: 'tell', now, happened: back(23) } as const;
      return done(act, () => mine.tell({ ...key, channel: 'phone', words: '好', happenedAt: ms(act.happened) }));
    }
    case 5:
    case 6: {
      const act = { kind: 'wait', now, until: now + 1 + ((a * 53) % (30 * HOUR)) } as const;
      return done(act, () => mine.wait({ ...key, reason: '等', until: ms(act.until) }));
    }
    case 7:
      return done({ kind: 'resume', now }, () => mine.resume(key));
    case 8:
    case 9: {
      const act = { kind: 'decide', now, rectify: a % 3 !== 0 } as const;
      const rectification = act.rectify ? { what: '改', ownerId: desk.staff.supervisor } : null;
      return done(act, () => mine.decide({ ...key, decision: '定', rectification }));
    }
    case 10: {
      const open = desk.db.get<{ id: string; cycle: number; round: number; done: number | null }>(
        'SELECT id, cycle, round, done_at AS done FROM rectifications WHERE complaint_id = ? AND verified_at IS NULL AND dropped_at IS NULL ORDER BY id',
        [id],
      );
      if (!open) return null;
      if (open.done === null) await desk.as('supervisor').complaints.rectificationDone({ ...key, rectificationId: open.id });
      const act = { kind: 'verify', now, cycle: open.cycle, round: open.round } as const;
      return done(act, () => mine.verifyRectification({ id, version: desk.version(id), rectificationId: open.id }));
    }
    case 11: {
      const act = { kind: 'severity', now, severity: (['general', 'serious', 'critical'] as const)[a % 3] ?? 'general' } as const;
      return done(act, () => mine.changeSeverity({ ...key, severity: act.severity, category: 'service', subcategory: '', reason: '改' }));
    }
    case 12: {
      const name = (['first_response', 'progress', 'resolution', 'rectification'] as const)[a % 4] ?? 'resolution';
      const clock = naive.running(name)[0];
      const row = clock ? clockRow(name, `AND cycle = ${clock.cycle} AND round = ${clock.round}`) : clockRow(name);
      if (!row) return null;
      const act = { kind: 'extend', now, name, minutes: 1 + ((b * 61) % 900) } as const;
      return done(act, () => mine.extend({ ...key, clockId: row.id, minutes: act.minutes, reason: '延' }));
    }
    case 13: {
      const row = desk.db.get<{ id: string; clock: Name; cycle: number; round: number }>(
        `SELECT id, clock, cycle, round FROM clocks WHERE subject_id = ? AND outcome = 'met_late'`,
        [id],
      );
      if (!row) return null;
      const act = { kind: 'confirm', now, name: row.clock, cycle: row.cycle, round: row.round } as const;
      return done(act, () => mine.confirmLate({ ...key, clockId: row.id }));
    }
    case 14:
      return a % 3 === 0 ? done({ kind: 'withdraw', now }, () => mine.withdraw({ ...key, reason: '撤' })) : null;
    default:
      return done({ kind: 'reopen', now }, () => mine.reopen({ ...key, reason: '又' }));
  }
}

type ClockFacts = {
  clock: string;
  cycle: number;
  round: number;
  start: number;
  due: number;
  stopped: number | null;
  outcome: string;
  missed: number;
};

function replay(log: readonly Act[]): Naive {
  const naive = new Naive();
  for (const act of log) naive.act(act);
  return naive;
}

function compare(desk: Desk, id: string, naive: Naive): void {
  const rows = desk.db.all<ClockFacts>(
    `SELECT clock, cycle, round, started_at / 60000 AS start, due_at / 60000.0 AS due, stopped_at / 60000 AS stopped, outcome, missed
     FROM clocks WHERE subject_id = ? ORDER BY clock, cycle, started_at`,
    [id],
  );
  // Rounds are only compared by order: what was undone uses a number up.
  const order = (x: { clock: string; cycle: number; start: number }, y: typeof x) =>
    x.clock < y.clock ? -1 : x.clock > y.clock ? 1 : x.cycle - y.cycle || x.start - y.start;
  const expected = naive.clocks.map((each) => {
    const { name: clock, cycle, start, stopped, outcome, missed } = each;
    const due = each.missed || stopped !== null ? each.due : dueOf(each, each.target + each.extra, naive.waits, minutes(desk.clock.now()));
    // While it stands still its due time is brought up to date with the next act only.
    const stands = stopped === null && pausing(clock) && naive.state === 'waiting';
    return { clock, cycle, start, due: stands ? -1 : due, stopped, outcome, missed: Number(missed) };
  });
  const found = rows.map(({ round: _round, ...each }) => {
    const stands = each.stopped === null && pausing(each.clock as Name) && naive.state === 'waiting';
    return { ...each, due: stands ? -1 : each.due };
  });
  expect(found.sort(order)).toEqual(expected.sort(order));
  const told = live(desk, id)
    .filter((event) => event.kind !== 'warned')
    .map(({ clock, cycle, kind, due_at, happened_at, detected_at }) =>
      [clock, cycle, kind, ...[due_at, happened_at, detected_at].map(minutes)].join(' '),
    );
  const say = naive.said.map(({ clock, cycle, kind, due, happened, detected }) => [clock, cycle, kind, due, happened, detected].join(' '));
  expect(told.sort()).toEqual(say.sort());
  const steps = desk.db.all(
    `SELECT cycle, level, due_at / 60000.0 AS due, detected_at / 60000 AS detected FROM escalations WHERE complaint_id = ? AND level > 0 ORDER BY id`,
    [id],
  );
  expect(steps).toEqual(naive.steps);
  const open = naive.open ? 1 : 0;
  expect(
    desk.db.get<{ n: number }>(
      `SELECT count(*) AS n FROM complaints WHERE id = ? AND state IN ('new', 'assigned', 'handling', 'waiting')`,
      [id],
    )?.n,
  ).toBe(open);
}

const roll = fc.tuple(fc.nat(15), fc.nat(97), fc.nat(97), fc.nat(97));
const sequence = fc.record({
  severity: fc.constantFrom<Severity>('general', 'general', 'serious', 'critical'),
  early: fc.constantFrom(0, 0, 45, 700, 3000),
  known: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
  rolls: fc.array(fc.tuple(roll, fc.constantFrom(0, 1, 7, 60, 301, 727, 1440, 2880), fc.boolean()), { minLength: 4, maxLength: 12 }),
});

describe('clocks, against a second program that counts minutes', () => {
  it('any order of acts, with undo, for 75 complaints', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sequence, { minLength: 15, maxLength: 15 }), async (sequences) => {
        const desk = await deskWithPolicy();
        for (const { severity, early, known, rolls } of sequences) {
          if (desk.clock.now() > LAST) break;
          const now = minutes(desk.clock.now());
          const received = now - early;
          const { id } = await desk.as('manager').complaints.record(
            complaintOf(desk, {
              severity,
              receivedAt: ms(received),
              complainant: known ? { kind: 'guardian', refId: desk.guardian } : { kind: 'anonymous', refId: null },
            }),
          );
          const log: Act[] = [{ kind: 'record', now, received, severity, known }];
          let naive = replay(log);
          compare(desk, id, naive);
          for (const [each, pass, undo] of rolls) {
            desk.clock.step(ms(pass));
            await desk.scan();
            log.push({ kind: 'scan', now: minutes(desk.clock.now()) });
            naive.scan(minutes(desk.clock.now()));
            const played = await play(desk, id, naive, each);
            if (played) {
              const allowed = naive.act(played.act);
              expect([played.act, played.commandId !== null]).toEqual([played.act, allowed]);
              if (played.commandId !== null) log.push(played.act);
            }
            compare(desk, id, naive);
            if (!undo || !played?.commandId) continue;
            desk.clock.step(ms(pass % 9));
            await desk.commands.undo(played.commandId, person(desk.staff.manager));
            // Nothing was looked at in between, so it is as if it had never been.
            log.pop();
            naive = replay(log);
            compare(desk, id, naive);
          }
        }
        desk.db.close();
      }),
      { numRuns: 5, endOnFailure: true },
    );
  }, 300_000);
});
