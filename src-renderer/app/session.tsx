import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FullScreen } from '#renderer/components/full-screen.tsx';
import { flushDrafts } from '#renderer/lib/draft.ts';
import { closeCreate, closeSearch } from '#renderer/lib/frame.ts';
import { adoptHostLang } from '#renderer/lib/i18n.ts';
import { useIdle } from '#renderer/lib/idle.ts';
import { setServerNow } from '#renderer/lib/now.ts';
import { speakFor } from '#renderer/lib/person.ts';
import { ports } from '#renderer/lib/ports.ts';
import { registerSessionRefresh, type Session, SessionContext, type SessionInfo } from '#renderer/lib/session.tsx';
import { slots } from './slots.tsx';

type State =
  | { readonly step: 'boot' }
  | { readonly step: 'failed'; readonly error: unknown }
  | { readonly step: 'known'; readonly info: SessionInfo; readonly toSwitch: boolean };

/**
 * boot → setup | signed-out | locked | in, as the core says. Outside of `in` nothing of the desk is mounted: no screen
 * stays in the document behind the lock, server data leaves the cache, and drafts are kept first. The address stays, so
 * whoever comes back stands where they were.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<State>({ step: 'boot' });
  const personId = useRef<string | null>(null);
  // an answer that was on its way when the screen was locked must not open it again
  const turn = useRef(0);

  const take = useCallback(
    (info: SessionInfo, toSwitch: boolean) => {
      setServerNow(info.now);
      void adoptHostLang(info.lang);
      speakFor(info.person?.id ?? null);
      const id = info.state === 'in' ? (info.person?.id ?? null) : null;
      if (id !== personId.current) {
        personId.current = id;
        queries.clear();
        notifications.clean();
        closeCreate();
        closeSearch();
      }
      setState((now) => ({ step: 'known', info, toSwitch: toSwitch || (info.state === 'locked' && now.step === 'known' && now.toSwitch) }));
    },
    [queries],
  );

  const refresh = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const info = await ports().session.current();
      if (mine === turn.current) take(info, false);
    } catch (error) {
      if (mine !== turn.current) return;
      // once known, a lost connection is told in the foot and does not take the page away
      setState((now) => (now.step === 'known' ? now : { step: 'failed', error }));
    }
  }, [take]);

  useEffect(() => {
    void refresh();
    return registerSessionRefresh(refresh);
  }, [refresh]);

  const lock = useCallback(
    async (options: { toSwitch?: boolean } = {}) => {
      // on their way before the lock; the core takes them behind it too, so the screen need not wait
      void flushDrafts();
      turn.current += 1;
      setState((now) => {
        if (now.step !== 'known' || now.info.state !== 'in') return now;
        personId.current = null;
        return { step: 'known', info: { ...now.info, state: 'locked' }, toSwitch: options.toSwitch ?? false };
      });
      queries.clear();
      notifications.clean();
      closeCreate();
      closeSearch();
      try {
        await ports().session.lock();
      } catch {
        // the screen is hidden already; without the core nobody can come in either
      }
    },
    [queries],
  );

  if (state.step === 'boot') return <Booting />;
  if (state.step === 'failed') {
    return (
      <FullScreen>
        <FailurePanel page error={state.error} reading onRetry={() => void refresh()} />
      </FullScreen>
    );
  }
  return (
    <Known info={state.info} refresh={refresh} lock={lock} toSwitch={state.toSwitch}>
      {children}
    </Known>
  );
}

function Known({ info, refresh, lock, toSwitch, children }: Session & { toSwitch: boolean; children: ReactNode }) {
  const session = useMemo<Session>(() => ({ info, refresh, lock }), [info, refresh, lock]);
  return (
    <SessionContext value={session}>
      <Suspense fallback={<Booting />}>
        {info.state === 'setup' ? <slots.screens.setup /> : null}
        {info.state === 'signed-out' ? <slots.screens.login /> : null}
        {info.state === 'locked' ? <slots.screens.locked toSwitch={toSwitch} /> : null}
        {info.state === 'in' ? (
          <IdleLock key={info.person?.id} minutes={info.idleMinutes} lock={lock}>
            {children}
          </IdleLock>
        ) : null}
      </Suspense>
    </SessionContext>
  );
}

function IdleLock({ minutes, lock, children }: { minutes: number; lock: Session['lock']; children: ReactNode }) {
  useIdle(minutes, () => void lock());
  return children;
}

function Booting() {
  const { t } = useTranslation('shell');
  return (
    <FullScreen quiet>
      <span role="status">{t('booting')}</span>
    </FullScreen>
  );
}
