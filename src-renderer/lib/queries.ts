import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { codeOf, type ScreenCode } from './failure.ts';
import { refreshSession } from './session.tsx';

const AWAY: ReadonlySet<ScreenCode> = new Set<ScreenCode>(['LOCKED', 'UNAUTHENTICATED', 'PERSON_CHANGED', 'NOT_SET_UP']);

/** A refused request means that the core locked or ended the session meanwhile: ask who sits here. */
function onError(error: unknown): void {
  const code = codeOf(error);
  if (AWAY.has(code)) void refreshSession();
}

/**
 * The one cache of server state. Nothing is polled and nothing grows stale by itself: the change stream says what to
 * fetch again. Failures are shown with a retry rather than tried again in the dark.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
