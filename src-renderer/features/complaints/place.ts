import { z } from 'zod';
import { type ListColumn, listColumn, listView, usualColumns } from '#shared/contract/complaint-list.ts';
import { category, channel, complaintState, day, severity } from '#shared/contract/fields.ts';
import type { SavedView } from '#shared/contract/views.ts';

const words = z.array(z.coerce.string().min(1).max(200)).max(20);

/** What stands in the address of the list: view, filters, order. A wrong word is left out, the page opens all the same. */
export const listPlace = z.object({
  view: listView.optional().catch(undefined),
  /** The own view that this began with. */
  own: z.uuid().optional().catch(undefined),
  text: z.coerce.string().max(200).optional().catch(undefined),
  states: z.array(complaintState).optional().catch(undefined),
  categories: z.array(category).optional().catch(undefined),
  severities: z.array(severity).optional().catch(undefined),
  channels: z.array(channel).optional().catch(undefined),
  tags: words.optional().catch(undefined),
  causes: words.optional().catch(undefined),
  owner: z.uuid().optional().catch(undefined),
  about: z.uuid().optional().catch(undefined),
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
export function filtersOf(place: ListPlace) {
  const { text, states, categories, severities, channels, tags, causes, owner, about, student, from, to } = place;
  return {
    text: text ?? '',
    states: states ?? [],
    categories: categories ?? [],
    severities: severities ?? [],
    channels: channels ?? [],
    tags: tags ?? [],
    causes: causes ?? [],
    ownerId: owner ?? null,
    aboutId: about ?? null,
    studentId: student ?? null,
    receivedFrom: from ?? null,
    receivedTo: to ?? null,
  };
}

/** The address at which an own view stands. */
export function placeOf({ id, filter }: Pick<SavedView, 'id' | 'filter'>): ListPlace {
  const some = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined);
  return {
    own: id,
    view: filter.view,
    text: filter.text === '' ? undefined : filter.text,
    states: some(filter.states),
    categories: some(filter.categories),
    severities: some(filter.severities),
    channels: some(filter.channels),
    tags: some(filter.tags),
    causes: some(filter.causes),
    owner: filter.ownerId ?? undefined,
    about: filter.aboutId ?? undefined,
    student: filter.studentId ?? undefined,
    from: filter.receivedFrom ?? undefined,
    to: filter.receivedTo ?? undefined,
    sort: filter.sort === 'due' ? undefined : filter.sort,
  };
}

export function isFiltered(place: ListPlace): boolean {
  return Object.values(filtersOf(place)).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== ''));
}

/** Without these a row says nothing. */
export const FIXED_COLUMNS: readonly ListColumn[] = ['number', 'words'];

/** In the order of the design, whatever the order in which they were chosen. */
export function columnsOf(chosen: readonly ListColumn[] | undefined): ListColumn[] {
  const wanted = new Set([...FIXED_COLUMNS, ...(chosen ?? usualColumns)]);
  return listColumn.options.filter((column) => wanted.has(column));
}
