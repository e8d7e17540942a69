import { useCallback, useState } from 'react';

/**
 * The idempotency key of one form: the same for every attempt, so that saving twice makes one record. Renew it when the
 * form begins another record.
 */
export function useSaveKey(): { readonly key: string; readonly renew: () => void } {
  const [key, setKey] = useState(() => crypto.randomUUID());
  const renew = useCallback(() => setKey(crypto.randomUUID()), []);
  return { key, renew };
}
