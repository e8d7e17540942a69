import type { Changes } from './changes.ts';
import type { Presence } from './presence.ts';

/** One window, or one browser (all its tabs). Lives in memory: a restart asks for the password again. */
export type Connection = {
  id: string;
  host: 'electron' | 'web' | 'cli' | 'test';
  staffId: string | null;
  locked: boolean;
};

/** The windows and browsers of this run, and who sits at each. A host holds its own; what it lets go of is forgotten here too. */
export interface Connections {
  /** A new, signed-out one. */
  open(): Connection;
  /**
   * Another person sits down, nobody, or the same one locks and comes back: every tab of the browser hears of it, and whoever looked at
   * a record there is gone from it.
   */
  seat(connection: Connection, staffId: string | null, options?: { locked: boolean }): void;
  /** Signs the person out wherever they sit but `here`: their password is another one now. */
  signOut(staffId: string, here?: Connection): void;
}

export type ConnectionsDeps = {
  host: Connection['host'];
  nextId: () => string;
  presence: Pick<Presence, 'changed'>;
  changes: Pick<Changes, 'publish'>;
};

export function createConnections({ host, nextId, presence, changes }: ConnectionsDeps): Connections {
  const known = new Set<WeakRef<Connection>>();
  const seat: Connections['seat'] = (connection, staffId, { locked } = { locked: false }) => {
    connection.staffId = staffId;
    connection.locked = locked && staffId !== null;
    presence.changed(connection);
    changes.publish(['session']);
  };
  return {
    seat,
    open: () => {
      const connection: Connection = { id: nextId(), host, staffId: null, locked: false };
      known.add(new WeakRef(connection));
      return connection;
    },
    signOut: (staffId, here) => {
      for (const ref of known) {
        const connection = ref.deref();
        if (!connection) known.delete(ref);
        else if (connection.staffId === staffId && connection !== here) seat(connection, null);
      }
    },
  };
}
