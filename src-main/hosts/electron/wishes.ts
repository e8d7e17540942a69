import type { Message } from '#shared/contract/messages.ts';

/** Something that a person asked of the program outside of its page. */
export type Wish =
  | { kind: 'open'; ref: Message['ref'] /** Null: for whoever comes next. */; staffId: string | null }
  | { kind: 'import'; path: string };

export type Taken = { ref: Message['ref'] | null; file: File | null };

export type Wishes = {
  /** The newest wish counts; the page is told that there is one. */
  put(wish: Wish): void;
  /** Gives it to this person, once. A record that was meant for somebody else is forgotten: another person sits here now. */
  take(staffId: string): Promise<Taken>;
};

/**
 * Keeps what was asked of the program until its page can do it: a notice may be clicked, or a file opened, while the window is
 * closed, the desk locked, or nobody signed in.
 */
export function createWishes(deps: { hint: () => void; read: (path: string) => Promise<File> }): Wishes {
  let kept: Wish | undefined;
  return {
    put: (wish) => {
      kept = wish;
      deps.hint();
    },
    take: async (staffId) => {
      const wish = kept;
      kept = undefined;
      if (wish?.kind === 'import') return { ref: null, file: await deps.read(wish.path) };
      const mine = wish && (wish.staffId === null || wish.staffId === staffId);
      return { ref: mine ? wish.ref : null, file: null };
    },
  };
}
