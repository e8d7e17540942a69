import { useEffect, useState } from 'react';

interface Search {
  readonly typed: string;
  /** What the query is of; it follows what is typed. */
  readonly asked: string;
  readonly query: { readonly isSuccess: boolean; readonly isError: boolean; readonly isPlaceholderData: boolean };
}

/**
 * Enter means the best hit of what is typed. Where the answer to the last keys has not come yet, the list still shows what fewer
 * letters found: then the wish waits for the answer. `settled`: what is found is what is typed. Typing on, or a search that fails, takes
 * the wish back.
 */
export function useBestHit<How = true>({ typed, asked, query }: Search, take: (how: How) => void) {
  const current = asked !== '' && asked === typed.trim();
  const settled = current && query.isSuccess && !query.isPlaceholderData;
  const [wanted, setWanted] = useState<{ how: How } | null>(null);
  useEffect(() => {
    if (!wanted || !(settled || (current && query.isError))) return;
    setWanted(null);
    if (settled) take(wanted.how);
  });
  return { settled, waiting: wanted !== null, want: (how: How) => setWanted({ how }), forget: () => setWanted(null) };
}
