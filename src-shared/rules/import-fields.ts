import headings from './import-headings.json' with { type: 'json' };
import templateRows from './import-template.json' with { type: 'json' };

/** What a sheet can hold and how its columns are called (spec/students-and-money.md, "Import and export"). */

export const importKinds = ['students'] as const;
export type ImportKind = (typeof importKinds)[number];

/** What a column of a sheet of students can be; '' = not taken. `phone` is told apart by its neighbours before rows are read. */
export const studentFields = [
  'externalNumber',
  'name',
  'gender',
  'birthOn',
  'ownPhone',
  'guardianName',
  'relation',
  'guardianPhone',
  'guardian2Name',
  'guardian2Relation',
  'guardian2Phone',
  'fatherName',
  'fatherPhone',
  'motherName',
  'motherPhone',
  'wechat',
  'school',
  'grade',
  'course',
  'className',
  'enrolmentKind',
  'enrolledOn',
  'purchasedLessons',
  'giftLessons',
  'remainingLessons',
  'remainingGiftLessons',
  'usedLessons',
  'paid',
  'listPrice',
  'validUntil',
  'status',
  'remark',
  'source',
  'referrer',
  'advisor',
  'tags',
] as const;
export type StudentField = (typeof studentFields)[number];

/** Whether a remembered or typed word is a field that an import can fill. */
export function isStudentField(text: string): text is StudentField {
  return (studentFields as readonly string[]).includes(text);
}

/** What a heading was taken for: a field, a phone of nobody yet, or a column that is known and not taken. */
export type HeadingMeaning = StudentField | 'phone' | 'sequence' | 'derived' | 'withheld';
export type HeadingGuess = {
  readonly meaning: HeadingMeaning /** 3 = the word itself, 2 = one of two words in the cell, 1 = by a pattern. */;
  readonly sure: 1 | 2 | 3 /** Place in the list of synonyms: earlier is the better word for the field. */;
  readonly rank: number;
};

const exact = new Map<string, { meaning: HeadingMeaning; rank: number }>();
for (const [meaning, list] of Object.entries({ ...headings.known, ...headings.synonyms })) {
  list.forEach((word, rank) => {
    if (!exact.has(word)) exact.set(word, { meaning: meaning as HeadingMeaning, rank });
  });
}
const patterns = headings.patterns.map(([meaning, source]) => ({ meaning: meaning as HeadingMeaning, test: new RegExp(source ?? '^$') }));
const people = [...headings.person.student, ...headings.person.guardian].filter((word) => /\P{ASCII}/u.test(word)).join('|');
const phoneWord = new RegExp(headings.phoneWords);
const namePart = new RegExp(headings.namePart);
const remainingPaid = new RegExp(headings.remainingPaid);
const personInside = new RegExp(people);
const BRACKETS = /[([{【〔〈《「]([^)\]}】〕〉》」]*)[)\]}】〕〉》」]/gu;
const LONGEST_HEADING = 40;

/** A heading without width, case, blanks, stars, units and hints in brackets: what is compared and remembered. */
export function headingKey(heading: string): string {
  if (heading.length > LONGEST_HEADING * 3) return heading;
  const text = heading.normalize('NFKC').toLowerCase();
  let inside = '';
  const outside = text.replace(BRACKETS, (_, content: string) => {
    if (personInside.test(content)) inside += content;
    return '';
  });
  const strip = (s: string) => s.replace(/[^\p{L}\p{N}#]+/gu, '');
  return strip(inside) + (strip(outside) || (inside === '' ? strip(text) : ''));
}

/** What a heading means, or null. Words in two languages or with a slash are tried part by part. */
export function guessHeading(heading: string): HeadingGuess | null {
  if (heading.length === 0 || heading.length > LONGEST_HEADING * 3) return null;
  const key = headingKey(heading);
  if (key === '' || key.length > LONGEST_HEADING) return null;
  const whole = exact.get(key);
  if (whole !== undefined) return { ...whole, sure: 3 };
  const parts = [
    ...heading.normalize('NFKC').split(/[/|\n\r、]+/),
    ...heading.split(/(?<=\p{Script=Han})(?=[a-z\s]*[a-z])|(?<=[a-z])\s*(?=\p{Script=Han})/iu),
  ];
  const pattern = /\d{3,}/.test(key) ? -1 : patterns.findIndex((p) => p.test.test(key));
  const hit = patterns[pattern];
  for (const part of parts) {
    const found = exact.get(headingKey(part));
    if (found === undefined) continue;
    // One word for a person and one for a phone: the column holds the phone of that person.
    if (phoneWord.test(key) && found.meaning.toLowerCase().endsWith('name') && !namePart.test(headingKey(part))) continue;
    const meaning = found.meaning === 'phone' && hit?.meaning.endsWith('Phone') === true ? hit.meaning : found.meaning;
    return { meaning, rank: found.rank, sure: 2 };
  }
  return hit === undefined ? null : { meaning: hit.meaning, sure: 1, rank: 100 + pattern };
}

/** Are these lessons left only those that were paid, so that gifts that are left stand beside them? */
export function isPaidOnly(heading: string): boolean {
  return remainingPaid.test(headingKey(heading));
}

export type TemplateColumn = {
  readonly field: StudentField;
  readonly heading: Readonly<Record<'zh-CN' | 'en', string>>;
  readonly required: boolean;
  readonly type: 'text' | 'phone' | 'day' | 'money' | 'lessons' | 'choice';
  readonly example: Readonly<Record<'zh-CN' | 'en', string | number>>;
  /** Width in characters. */
  readonly width: number;
};

/** The columns of the sheet that can be downloaded to be filled in; the import recognises each of its headings in both languages. */
export function importTemplate(kind: ImportKind): readonly TemplateColumn[] {
  return templates[kind];
}

const templates: Readonly<Record<ImportKind, readonly TemplateColumn[]>> = {
  students: templateRows.map(([field, zh, en, type, required, exampleZh, exampleEn, width]) => ({
    field: field as StudentField,
    heading: { 'zh-CN': String(zh), en: String(en) },
    required: required === true,
    type: type as TemplateColumn['type'],
    example: { 'zh-CN': exampleZh as string | number, en: exampleEn as string | number },
    width: Number(width),
  })),
};
