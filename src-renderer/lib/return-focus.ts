import { useLayoutEffect } from 'react';

/** Gives the focus back to what had it before this was mounted, unless something else took it meanwhile. */
export function useReturnFocus(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      queueMicrotask(() => {
        const now = document.activeElement;
        if (before instanceof HTMLElement && before.isConnected && (now === null || now === document.body))
          before.focus({ preventScroll: true });
      });
    };
  }, []);
}
