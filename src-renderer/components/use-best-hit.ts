import { useEffect, useState } from 'react';

/**
 * Enter means the best hit of what is typed. Where the answer to the last keys has not come yet, the list still shows what fewer
 * letters found: then the wish waits for the answer. `settled`: what is found is what is typed. Typing on takes it back.
 */
export function useBestHit<How = true>(settled: boolean, take: (how: How) => void) {
  const [wanted, setWanted] = useState<{ how: How } | null>(null);
  useEffect(() => {
    if (!wanted || !settled) return;
    setWanted(null);
    take(wanted.how);
  });
  return { waiting: wanted !== null, want: (how: How) => setWanted({ how }), forget: () => setWanted(null) };
}
