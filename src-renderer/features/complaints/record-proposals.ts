import type { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import { LONG_TEXT } from '#shared/contract/fields.ts';
import { NOBODY_YET, type PickedStudent, type RecordDraft } from './record-draft.ts';

type Complainant = RecordDraft['complainant'];

export const cardQuery = (student: PickedStudent) => orpc.students.get.queryOptions({ input: { id: student.id } });
/** What the words of a complaint suggest; of none there is nothing to ask. */
export const proposalQuery = (words: string) =>
  orpc.complaints.propose.queryOptions({ input: { words: words.trim().slice(0, LONG_TEXT), lang: currentLang() } });

type Card = Awaited<ReturnType<typeof client.students.get>>;
export type Possible = {
  readonly complainant: Complainant;
  readonly relation: Card['guardians'][number]['relation'] | null;
  readonly phone: string;
};

/**
 * Who may complain for these students, likeliest first: their guardians, then they themselves. A card that has not come, or that the
 * person may not read, leaves out the guardians of its student.
 */
export function possibleComplainants(students: readonly PickedStudent[], cards: readonly (Card | undefined)[]): Possible[] {
  const guardians = new Map(cards.flatMap((card) => card?.guardians ?? []).map((guardian) => [guardian.id, guardian]));
  return [
    ...[...guardians.values()].map(({ id, name, relation, phoneMasked }) => ({
      complainant: { kind: 'guardian' as const, refId: id, name, phone: '' },
      relation,
      phone: phoneMasked,
    })),
    ...students.map(({ id, name }) => ({
      complainant: { kind: 'student' as const, refId: id, name, phone: '' },
      relation: null,
      phone: cards.find((card) => card?.student.id === id)?.student.phoneMasked ?? '',
    })),
  ];
}

async function likelyComplainant(students: readonly PickedStudent[]): Promise<Complainant> {
  const answers = await Promise.allSettled(students.map((student) => queryClient.fetchQuery(cardQuery(student))));
  const cards = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
  return possibleComplainants(students, cards)[0]?.complainant ?? NOBODY_YET;
}

/** Until somebody chooses, the program proposes who complains. */
export const willBeProposed = ({ complainantChosen, students }: Pick<RecordDraft, 'complainantChosen' | 'students'>): boolean =>
  !complainantChosen && students.length > 0;

/**
 * The complainant and the classification that a complaint is saved with: as chosen, else as the program proposes. Who saves faster than
 * the proposals appear gets the same ones. Throws what a refused request throws.
 */
export async function proposed({ students, complainant, complainantChosen, byHand, words }: RecordDraft) {
  const [by, { category, subcategory, severity }] = await Promise.all([
    willBeProposed({ complainantChosen, students }) ? likelyComplainant(students) : complainant,
    byHand ?? queryClient.fetchQuery(proposalQuery(words)),
  ]);
  return { complainant: by, category, subcategory, severity };
}
