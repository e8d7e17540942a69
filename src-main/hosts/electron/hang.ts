export type HangDeps = {
  /** Wait, or open the page anew? An abort takes the question away: the page answers again. */
  ask: (signal: AbortSignal) => Promise<'wait' | 'reload'>;
  /** Ends the page's process and loads the page again where it was; drafts are in the core. */
  reload: () => void;
  onError: (error: unknown) => void;
};

export type HangGuard = { unresponsive: () => void; responsive: () => void };

/** A page that does not answer: the person decides, once per time it hangs. */
export function createHangGuard(deps: HangDeps): HangGuard {
  let open: AbortController | undefined;
  return {
    unresponsive: () => {
      if (open) return;
      const mine = new AbortController();
      open = mine;
      deps
        .ask(mine.signal)
        .then((answer) => {
          if (answer === 'reload' && !mine.signal.aborted) deps.reload();
        })
        .catch(deps.onError)
        .finally(() => {
          if (open === mine) open = undefined;
        });
    },
    responsive: () => {
      open?.abort();
      open = undefined;
    },
  };
}
