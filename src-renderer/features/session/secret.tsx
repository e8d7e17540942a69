import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf, describeFailure, failureData } from '#renderer/lib/failure.ts';
import { serverNow, useNow } from '#renderer/lib/now.ts';
import { twoDigits } from '#shared/rules/zone.ts';

export interface SecretTry {
  readonly busy: boolean;
  /** What was wrong, in words; the time left of a delay counts down in it. */
  readonly error: string | undefined;
  /** A delay runs: no further try is taken. */
  readonly waiting: boolean;
  readonly run: (attempt: () => Promise<unknown>) => Promise<void>;
  readonly clear: () => void;
}

/**
 * One attempt with a password or PIN and what it comes to. `wrong` are the words for a wrong one in this place; the delay
 * that grows after five of them is told with the time left (spec/people-and-access.md, "Login on a shared PC").
 */
export function useSecretTry(wrong: string): SecretTry {
  const { t } = useTranslation('session');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [until, setUntil] = useState(0);
  const now = useNow(1000);
  const left = Math.ceil((until - Math.min(now, serverNow())) / 1000);
  const waiting = left > 0;

  const run = useCallback(async (attempt: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await attempt();
      setUntil(0);
    } catch (error) {
      const wait = failureData(error, 'WRONG_PASSWORD')?.waitUntil;
      setUntil(typeof wait === 'number' ? wait : 0);
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setFailure(undefined), []);

  let error: string | undefined;
  if (waiting) error = t('wait', { time: `${Math.floor(left / 60)}:${twoDigits(left % 60)}` });
  else if (failure !== undefined && until > 0) error = t('waitOver');
  else if (failure !== undefined) {
    const words = describeFailure(failure);
    error = codeOf(failure) === 'WRONG_PASSWORD' ? wrong : `${words.what} ${words.next}`;
  }
  return { busy, error, waiting, run, clear };
}
