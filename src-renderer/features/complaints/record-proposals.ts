import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import { LONG_TEXT } from '#shared/contract/fields.ts';
import { asGuardian, asStudent, NOBODY_YET, type PickedStudent, type RecordDraft } from './record-draft.ts';

export const cardQuery = (student: PickedStudent) => orpc.students.get.queryOptions({ input: { id: student.id } });
/** What the words of a complaint suggest; of none there is nothing to ask. */
export const proposalQuery = (words: string) =>
  orpc.complaints.propose.queryOptions({ input: { words: words.trim().slice(0, LONG_TEXT), lang: currentLang() } });

/** Whoever stands first among those who may complain: a guardian of the students, else the first of them. */
async function likelyComplainant(students: readonly PickedStudent[]): Promise<RecordDraft['complainant']> {
  const [first] = students;
  if (!first) return NOBODY_YET;
  const cards = await Promise.all(students.map((student) => queryClient.fetchQuery(cardQuery(student))));
  const [guardian] = cards.flatMap((card) => card.guardians);
  return guardian ? asGuardian(guardian) : asStudent(first);
}

/**
 * The complainant and the classification that a complaint is saved with: as chosen, else as the program proposes. Who saves faster than
 * the proposals appear gets the same ones. Throws what a refused request throws.
 */
export async function proposed({ students, complainant, complainantChosen, byHand, words }: RecordDraft) {
  const [by, { category, subcategory, severity }] = await Promise.all([
    complainantChosen || students.length === 0 ? complainant : likelyComplainant(students),
    byHand ?? queryClient.fetchQuery(proposalQuery(words)),
  ]);
  return { complainant: by, category, subcategory, severity };
}
