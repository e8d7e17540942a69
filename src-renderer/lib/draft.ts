import { useCallback, useEffect, useRef, useState } from 'react';
import { DRAFT_LIMIT } from '#shared/contract/drafts.ts';
import { spokenFor } from './person.ts';
import { ports } from './ports.ts';

/**
 * Drafts: what somebody is typing, kept by the core in the encrypted file per person and form. Nothing of it lies in the
 * browser's own storage, because it holds names and phones.
 */

const DEBOUNCE = 500;

const pending = new Set<() => Promise<void>>();

/** What was asked of the core last, by form, while it is on its way. */
const onTheWay = new Map<string, Promise<unknown>>();

/** One after the other for each form: a draft that was dropped is not offered again, and one that was typed after it is not dropped. */
function inTurn<R>(form: string, ask: () => Promise<R>): Promise<R> {
  const before = onTheWay.get(form);
  const answer = before ? before.then(ask, ask) : ask();
  onTheWay.set(form, answer);
  const over = () => {
    if (onTheWay.get(form) === answer) onTheWay.delete(form);
  };
  answer.then(over, over);
  return answer;
}

/** Writes every draft that still waits for its half second. Never rejects. */
export async function flushDrafts(): Promise<void> {
  await Promise.allSettled([...pending].map((flush) => flush()));
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flushDrafts();
  });
  window.addEventListener('pagehide', () => void flushDrafts());
}

export interface Draft<T> {
  readonly value: T;
  /** Takes the next value or a function of the present one; marks the form as typed in. */
  readonly setValue: (next: T | ((present: T) => T)) => void;
  /** When the core last kept it, UTC ms; null while nothing is kept. */
  readonly savedAt: number | null;
  /** Why the last attempt to keep it failed. */
  readonly failed: 'too_long' | 'not_kept' | null;
  /** The value came from an earlier visit. */
  readonly restored: boolean;
  /** The core has been asked; forms may show fields before, but should not submit. */
  readonly ready: boolean;
  /** Something was typed since opening or restored from before. */
  readonly dirty: boolean;
  /** Back to `initial`, and the kept draft is dropped. */
  readonly discard: () => void;
  /** After a successful save: the draft is dropped, the value stays on screen. */
  readonly finish: () => void;
}

/**
 * The draft of one form. `form` names it and its record, e.g. `complaints.record` or `complaints.contact.<id>`; another
 * name starts anew. `initial` is read once per name. The value must survive JSON; `revive` may repair what an older
 * version wrote, and returns undefined to refuse it.
 */
export function useDraft<T>(form: string, options: { initial: T; revive?: (stored: unknown) => T | undefined }): Draft<T> {
  const [state, setState] = useState<{ form: string; value: T; restored: boolean; ready: boolean; dirty: boolean }>(() => ({
    form,
    value: options.initial,
    restored: false,
    ready: false,
    dirty: false,
  }));
  const [kept, setKept] = useState<{ savedAt: number | null; failed: 'too_long' | 'not_kept' | null }>({ savedAt: null, failed: null });
  const latest = useRef({
    form,
    value: options.initial,
    options,
    touched: false,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    alive: true,
    // whose words they are, also when somebody else sits here by the time they are kept
    staffId: '',
  });
  latest.current.options = options;

  const flush = useCallback(async (): Promise<void> => {
    const box = latest.current;
    if (box.timer === undefined) return;
    clearTimeout(box.timer);
    box.timer = undefined;
    const { form, staffId } = box;
    const value = JSON.stringify(box.value);
    if (value.length > DRAFT_LIMIT) {
      // what is kept is not what stands on the screen, so nothing may say that leaving loses nothing
      if (box.alive) setKept({ savedAt: null, failed: 'too_long' });
      return;
    }
    try {
      const { savedAt } = await inTurn(form, () => ports().drafts.save({ form, staffId, value }));
      if (box.alive) setKept({ savedAt, failed: null });
    } catch {
      // what was typed is still on the screen, and the next key press tries again
      if (box.alive) setKept({ savedAt: null, failed: 'not_kept' });
    }
  }, []);

  useEffect(() => {
    const box = latest.current;
    let current = true;
    box.alive = true;
    box.staffId = spokenFor() ?? '';
    box.form = form;
    box.touched = false;
    box.value = box.options.initial;
    setState({ form, value: box.options.initial, restored: false, ready: false, dirty: false });
    setKept({ savedAt: null, failed: null });
    pending.add(flush);
    const settle = (next: Partial<{ value: T; restored: boolean; dirty: boolean }>) => {
      if (current) setState((now) => ({ ...now, ...next, ready: true }));
    };
    inTurn(form, () => ports().drafts.load({ form }))
      .then((stored) => {
        if (!current) return;
        // whoever began to type before the answer came keeps what was typed
        if (!stored || box.touched) return settle({});
        const parsed: unknown = JSON.parse(stored.value);
        const value = box.options.revive ? box.options.revive(parsed) : (parsed as T);
        if (value === undefined) return settle({});
        box.value = value;
        settle({ value, restored: true, dirty: true });
        setKept({ savedAt: stored.savedAt, failed: null });
      })
      .catch(() => settle({}));
    return () => {
      current = false;
      box.alive = false;
      pending.delete(flush);
      void flush();
    };
  }, [form, flush]);

  const setValue = useCallback(
    (next: T | ((present: T) => T)) => {
      const box = latest.current;
      const value = typeof next === 'function' ? (next as (present: T) => T)(box.value) : next;
      box.value = value;
      box.touched = true;
      setState((now) => ({ ...now, value, dirty: true }));
      clearTimeout(box.timer);
      box.timer = setTimeout(() => void flush(), DEBOUNCE);
    },
    [flush],
  );

  const forget = useCallback(() => {
    const box = latest.current;
    clearTimeout(box.timer);
    box.timer = undefined;
    box.touched = false;
    setKept({ savedAt: null, failed: null });
    // a draft that could not be dropped is offered again, which harms nobody
    const { form, staffId } = box;
    inTurn(form, () => ports().drafts.drop({ form, staffId })).catch(() => undefined);
  }, []);

  const finish = useCallback(() => {
    forget();
    setState((now) => ({ ...now, dirty: false, restored: false }));
  }, [forget]);

  const discard = useCallback(() => {
    forget();
    const value = latest.current.options.initial;
    latest.current.value = value;
    setState((now) => ({ ...now, value, dirty: false, restored: false }));
  }, [forget]);

  const own = state.form === form;
  return {
    value: own ? state.value : options.initial,
    setValue,
    savedAt: own ? kept.savedAt : null,
    failed: own ? kept.failed : null,
    restored: own && state.restored,
    ready: own && state.ready,
    dirty: own && state.dirty,
    discard,
    finish,
  };
}
