import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { SteppingClock } from '#main/base/clock.ts';
import type { Services } from '#main/base/os.ts';
import { scanComplaints } from '#main/complaints/service.ts';
import type { contract } from '#shared/contract/index.ts';
import type { OpeningCalendar } from '#shared/rules/calendar.ts';
import { MINUTE } from '#shared/rules/zone.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { whenOpen, windowAt } from './opening-time.ts';
import type { Random } from './random.ts';

export type Client = ContractRouterClient<typeof contract>;

/** What the generator is given: a core of its own whose clock it moves, and a way to act as any member of the staff. */
export type DemoDesk = { services: Services; clock: SteppingClock; random: Random; as(staffId: string): Client };

export type Student = { id: string; guardianIds: string[]; advisorId: string; name: string };

export type World = DemoDesk & {
  agenda: Agenda;
  calendar: OpeningCalendar;
  from: number;
  /** Nothing happens at or after this moment. */
  end: number;
  staff: Record<string, string>;
  teachers: string[];
  students: Student[];
  /** Refusals of the program that the made-up staff met, by code. */
  refused: Map<string, number>;
  /** After `at`, some minutes later, when the centre is open. */
  later(at: number, minMinutes: number, maxMinutes: number): number;
  /** Plans something; what would lie beyond the end never happens. */
  plan(at: number, act: () => Promise<void>): void;
};

/** The made-up centre between `from` and `end` (UTC ms): nothing planned at or after `end` happens. A refusal of the program is counted, any other error is thrown. */
export function createWorld(desk: DemoDesk, calendar: OpeningCalendar, from: number, end: number): World {
  const { random } = desk;
  const agenda = createAgenda();
  const refused = new Map<string, number>();
  const plan = (at: number, act: () => Promise<void>): void => {
    if (at >= end) return;
    agenda.add(at, async () => {
      try {
        await act();
      } catch (error) {
        // the made-up staff may come too late like real ones; anything else is a fault of the program
        if (!(error instanceof ORPCError) || error.code === 'INTERNAL' || error.code === 'INTERNAL_SERVER_ERROR') throw error;
        refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
      }
    });
  };
  return {
    ...desk,
    agenda,
    calendar,
    from,
    end,
    staff: {},
    teachers: [],
    students: [],
    refused,
    later: (at, min, max) => whenOpen(calendar, random, at + random.int(min, max) * MINUTE),
    plan,
  };
}

const NEXT_DUE = `SELECT min(at) AS at FROM (
  SELECT min(due_at) AS at FROM clocks WHERE stopped_at IS NULL AND missed = 0 AND paused = 0
  UNION ALL SELECT min(warn_at) FROM clocks WHERE stopped_at IS NULL AND warned = 0 AND paused = 0
  UNION ALL SELECT min(next_step_at) FROM complaints WHERE next_step_at IS NOT NULL
  UNION ALL SELECT min(accept_by_at) FROM complaints WHERE accept_by_at IS NOT NULL
  UNION ALL SELECT min(waiting_until) FROM complaints WHERE waiting_until IS NOT NULL)`;

/** The program looks each minute while the PC is on, that is from a little before opening until closing. */
const LOOKS_AFTER = 40_000;
const SWITCHED_ON_BEFORE = 10 * MINUTE;

/**
 * Lets time pass until the end: what was planned happens at its moment, and in between the program raises what falls due, at the
 * minute in which it does, or after the PC was switched on again.
 */
export async function live(world: World): Promise<void> {
  const { agenda, clock, services, calendar, end } = world;
  let looked = 0;
  let lastDue = 0;
  const lookFor = (before: number): number | null => {
    const due = services.db.get<{ at: number | null }>(NEXT_DUE)?.at ?? null;
    // what stays due after a look is not for the program to raise
    if (due === null || due >= before || due === lastDue) return null;
    const window = windowAt(calendar, due);
    const at = Math.max(due + LOOKS_AFTER, window.from - SWITCHED_ON_BEFORE, looked + MINUTE);
    if (at >= before) return null;
    lastDue = due;
    return at;
  };
  const goTo = (at: number): void => {
    const now = clock.now();
    if (at > now) clock.step(at - now);
  };
  for (let next = agenda.nextAt ?? end; ; next = agenda.nextAt ?? end) {
    for (let at = lookFor(next); at !== null; at = lookFor(next)) {
      goTo(at);
      looked = at;
      await scanComplaints(services);
    }
    const act = agenda.take();
    if (!act) return;
    goTo(next);
    await act();
  }
}
