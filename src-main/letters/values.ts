import type { Identity } from '#main/base/os.ts';
import { complaintPage } from '#main/complaints/service.ts';
import type { Db } from '#main/db/open.ts';
import { readSettings, zoneOf } from '#main/settings/service.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { atIssue, BLANK_MARK, type LetterKind, type LetterVariable } from '#shared/rules/letters.ts';
import { momentText } from '#shared/rules/zone.ts';
import { type Shipped, shipped } from './shipped.ts';

/** A day as letters write it: 2026年11月20日, 20 November 2026. */
export const letterDay = (at: number, zone: string, lang: Lang): string =>
  new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'long', timeZone: zone }).format(at);

type Page = ReturnType<typeof complaintPage>;

/** What was done and said, a line each; notes among colleagues are left out. */
function logOf(page: Page, zone: string, { channel, gap }: Shipped): string {
  return page.entries
    .filter((entry) => !entry.voided && entry.words !== '' && entry.kind !== 'note')
    .map((entry) =>
      [momentText(entry.at, zone), entry.by, entry.channel ? channel[entry.channel] : '', entry.words.replace(/\s*\n\s*/g, ' ')]
        .filter((part) => part !== '')
        .join(gap),
    )
    .join('\n');
}

function remedyOf(page: Page, zone: string, lang: Lang, { colon, gap }: Shipped): string {
  return page.rectifications
    .filter((each) => each.droppedReason === null)
    .map((each) =>
      [`${each.owner.name}${colon}${each.what}`, each.doneAt === null ? '' : letterDay(each.doneAt, zone, lang)]
        .filter((part) => part !== '')
        .join(gap),
    )
    .join('\n');
}

/**
 * What the variables hold for this complaint, by label in both languages. Empty ones: in a reply a blank to fill with its name, on a
 * form the word for none. Number and day of issue come when it is issued. Errors: NOT_FOUND, FORBIDDEN.
 */
export function valuesOf(
  db: Db,
  who: Identity,
  complaintId: string,
  options: { lang: Lang; kind: LetterKind; now: number },
): Map<string, string> {
  const { lang, kind, now } = options;
  const page = complaintPage(db, who, complaintId, now);
  const { complaint } = page;
  const text = shipped(lang);
  const zone = zoneOf(db);
  const known: Partial<Record<LetterVariable, string>> = {
    number: complaint.number,
    centre: readSettings(db).centreName,
    complainant: complaint.complainant.name,
    student: page.students.map((student) => student.name).join(text.and),
    course: page.courses.join(text.and),
    receivedOn: letterDay(complaint.receivedAt, zone, lang),
    channel: text.channel[complaint.channel],
    category: [text.category[complaint.category], complaint.subcategory].filter((part) => part !== '').join(' '),
    severity: text.severity[complaint.severity],
    words: complaint.words,
    wish: complaint.wish,
    decision: complaint.decision,
    remedy: remedyOf(page, zone, lang, text),
    rootCause: complaint.rootCause,
    prevention: complaint.prevention,
    owner: complaint.owner?.name ?? '',
    firstContact: complaint.firstContact.name,
    log: logOf(page, zone, text),
  };
  const values = new Map<string, string>();
  for (const each of ['en', 'zh-CN'] as const) {
    for (const [key, { label }] of Object.entries(shipped(each).variables) as [LetterVariable, { label: string }][]) {
      const value = known[key]?.trim() ?? '';
      // Left as they are in the text until then.
      if (atIssue.includes(key) && kind !== 'phrase') continue;
      values.set(label, value || (kind === 'record' ? text.none : `${BLANK_MARK}(${label})`));
    }
  }
  return values;
}
