import { z } from 'zod';
import { needs } from './base.ts';
import { at, day, done, id, shortText } from './fields.ts';

const statutoryText = z.string().max(1_000_000);
const minute = z.int().min(0).max(1440);
const interval = z.tuple([minute, minute]);
const intervals = z.array(interval).max(12);
const weekly = z.object({ 1: intervals, 2: intervals, 3: intervals, 4: intervals, 5: intervals, 6: intervals, 7: intervals });

/** Opening hours: minutes of the day per weekday (1 = Monday … 7 = Sunday), dated exceptions first, then seasons, then the week. */
export const openingHours = z.object({
  weekly,
  exceptions: z.array(z.object({ from: day, to: day, intervals, note: shortText.default('') })).max(400),
  seasons: z.array(z.object({ name: shortText, from: day, to: day, weekly })).max(40),
});
export type OpeningHours = z.infer<typeof openingHours>;

export const calendar = {
  opening: needs('signed-in').output(z.object({ opening: openingHours, zone: z.string(), version: z.int() })),
  saveOpening: needs('calendar.manage')
    .input(z.object({ opening: openingHours, version: z.int() }))
    .output(done),
  /** Which years the statutory data covers; from December on a missing next year is said on every page. */
  statutory: needs('signed-in').output(
    z.object({ years: z.array(z.int()), missingNextYear: z.boolean(), provisionalYears: z.array(z.int()) }),
  ),
  /** The days of a year that differ from Mon–Fri, and where each comes from; of a year without data those that the regulation fixes. */
  statutoryYear: needs('signed-in')
    .input(z.object({ year: z.int().min(1949).max(2199) }))
    .output(
      z.object({
        year: z.int(),
        known: z.boolean(),
        days: z.array(
          z.object({
            day,
            work: z.boolean(),
            name: z.string(),
            holiday: z.string().nullable(),
            source: z.enum(['notice', 'file', 'hand', 'regulation']),
          }),
        ),
        file: z.object({ name: z.string(), at, years: z.array(z.int()) }).nullable(),
        hand: z.int(),
      }),
    ),
  /** What a file would change; writes nothing. A file that cannot be used says why, and where. */
  previewStatutory: needs('calendar.manage')
    .input(z.object({ text: statutoryText }))
    .output(
      z.object({
        problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
        years: z.array(z.int()),
        off: z.int(),
        work: z.int(),
        changes: z.array(z.object({ day, before: z.boolean(), after: z.boolean(), name: z.string(), holiday: z.string().nullable() })),
      }),
    ),
  takeStatutory: needs('calendar.manage')
    .input(z.object({ name: shortText, text: statutoryText }))
    .output(done),
  /** `kind: null` takes the day back from the hand. */
  setStatutoryDay: needs('calendar.manage')
    .input(z.object({ day, kind: z.enum(['work', 'off']).nullable(), name: shortText.default('') }))
    .output(done),
  resetStatutory: needs('calendar.manage')
    .input(z.object({ what: z.enum(['file', 'hand']) }))
    .output(done),
  /** "Try it": the dispatch due time of a complaint recorded at `at` under the given, not yet saved hours. */
  tryOut: needs('public')
    .input(z.object({ opening: openingHours, zone: z.string(), at }))
    .output(z.object({ dueAt: at, parts: z.array(z.object({ day, minutes: z.number() })) })),
  duty: needs('signed-in')
    .input(z.object({ from: day, to: day }))
    .output(
      z.object({
        duty: z.array(z.object({ id, staffId: id, staffName: z.string(), day, startMinute: minute, endMinute: minute })),
        leave: z.array(z.object({ id, staffId: id, staffName: z.string(), fromDay: day, toDay: day, reason: z.string() })),
        /** False while no duty was ever kept: all active staff then count as on duty in opening hours. */
        rosterExists: z.boolean(),
      }),
    ),
  /** Replaces the duties of one person on one day. */
  setDuty: needs('roster.manage')
    .input(z.object({ staffId: id, day, intervals }))
    .output(done),
  /** Several of these at once, such as a week taken over from the one before: one command, one undo. */
  setDuties: needs('roster.manage')
    .input(
      z.object({
        duties: z
          .array(z.object({ staffId: id, day, intervals }))
          .min(1)
          .max(1000),
      }),
    )
    .output(done),
  addLeave: needs('roster.manage')
    .input(z.object({ staffId: id, fromDay: day, toDay: day, reason: shortText }))
    .output(done),
  removeLeave: needs('roster.manage').input(z.object({ id })).output(done),
};
