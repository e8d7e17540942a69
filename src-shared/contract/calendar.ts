import { z } from 'zod';
import { needs } from './base.ts';
import { at, day, done, id, shortText } from './fields.ts';

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
