import { z } from 'zod';
import { listView } from '#shared/contract/complaints.ts';
import { category, complaintState, day, severity } from '#shared/contract/fields.ts';

/** What stands in the address of the list: view, filters, order. A wrong word is left out, the page opens all the same. */
export const listPlace = z.object({
  view: listView.optional().catch(undefined),
  text: z.coerce.string().max(200).optional().catch(undefined),
  states: z.array(complaintState).optional().catch(undefined),
  categories: z.array(category).optional().catch(undefined),
  severities: z.array(severity).optional().catch(undefined),
  owner: z.uuid().optional().catch(undefined),
  student: z.uuid().optional().catch(undefined),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  sort: z.enum(['due', 'received', 'number']).optional().catch(undefined),
});
export type ListPlace = z.infer<typeof listPlace>;

/** The page of one complaint carries the list it was opened from, so that the next one is a key away; `begin` opens the composer. */
export const pagePlace = listPlace.extend({ begin: z.enum(['log']).optional().catch(undefined) });

export type ListView = z.infer<typeof listView>;

/** The part of an address that narrows a view; the view itself and the order are not filters. */
export function filtersOf({ text, states, categories, severities, owner, student, from, to }: ListPlace) {
  return {
    text: text ?? '',
    states: states ?? [],
    categories: categories ?? [],
    severities: severities ?? [],
    ownerId: owner ?? null,
    studentId: student ?? null,
    receivedFrom: from ?? null,
    receivedTo: to ?? null,
  };
}

export function isFiltered(place: ListPlace): boolean {
  const { text, states, categories, severities, ownerId, studentId, receivedFrom, receivedTo } = filtersOf(place);
  return (
    text !== '' ||
    states.length + categories.length + severities.length > 0 ||
    ownerId !== null ||
    studentId !== null ||
    receivedFrom !== null ||
    receivedTo !== null
  );
}
