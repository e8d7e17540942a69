import { useEffect, useRef } from 'react';
import { idleFor, idleMark } from './now.ts';

const EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const CHECK_EVERY = 5_000;
const TELL_EVERY = 5_000;

/**
 * Calls `onIdle` once when nobody touched any window of the desk on this PC for `minutes`. Windows tell each other, so
 * that one in the background does not lock the one that is worked in. `minutes` 0 or less never.
 */
export function useIdle(minutes: number, onIdle: () => void): void {
  const latest = useRef(onIdle);
  useEffect(() => {
    latest.current = onIdle;
  });
  useEffect(() => {
    if (minutes <= 0) return;
    let mark = idleMark();
    let told = idleMark();
    let fired = false;
    const channel = new BroadcastChannel('desk.activity');
    channel.onmessage = () => {
      mark = idleMark();
    };
    const active = () => {
      mark = idleMark();
      if (idleFor(told) < TELL_EVERY) return;
      told = mark;
      channel.postMessage(null);
    };
    const check = () => {
      if (fired || idleFor(mark) < minutes * 60_000) return;
      fired = true;
      latest.current();
    };
    // a waking computer must not show the screen until the next tick
    const look = () => {
      if (document.visibilityState === 'visible') check();
    };
    for (const name of EVENTS) window.addEventListener(name, active, { passive: true, capture: true });
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(check, CHECK_EVERY);
    return () => {
      for (const name of EVENTS) window.removeEventListener(name, active, { capture: true });
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
      channel.close();
    };
  }, [minutes]);
}
