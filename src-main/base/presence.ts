import type { Changes } from './changes.ts';

/** What presence asks of a connection: whose it is now, and whether it is locked. */
type Sitter = { readonly id: string; readonly staffId: string | null; readonly locked: boolean };

/** What somebody looks at: a kind of record and its id. */
export type Place = { kind: string; id: string };
export type Present = { staffId: string; writing: boolean };

/**
 * Who has which record open now. In memory only: whoever leaves, locks, signs out, goes away or disconnects is gone, and a restart knows
 * nobody. A seat is one tab or window of a connection.
 */
export interface Presence {
  /** Takes the seat to this place, from wherever it was. Tells the others only when something changed. */
  enter(connection: Sitter, seat: string, place: Place, writing: boolean): void;
  leave(connection: Sitter, seat: string): void;
  /** A stream of this connection was opened; the answer ends it. With the last one ends everything that the connection has open. */
  watching(connection: Sitter): () => void;
  /** The connection was locked, signed out or changed hands. */
  changed(connection: Sitter): void;
  /** The people at a place, each once; `writing` if any of their seats is. */
  at(place: Place): Present[];
}

type Seat = { connection: Sitter; staffId: string; place: Place; writing: boolean };

/** A connection may not fill the memory with seats that nobody sits in. */
const SEATS_KEPT = 50;

/** Seats in memory; each change of who sits where is published on the topic `presence`, and nothing that the others would not see. */
export function createPresence(changes: Pick<Changes, 'publish'>): Presence {
  const seats = new Map<string, Seat>();
  const streams = new Map<string, number>();
  const keyOf = (connection: Sitter, seat: string) => `${connection.id} ${seat}`;
  const tell = () => changes.publish(['presence']);
  const ofConnection = (id: string) => [...seats].filter(([, seat]) => seat.connection.id === id);
  const drop = (id: string): boolean => {
    const gone = ofConnection(id);
    for (const [key] of gone) seats.delete(key);
    return gone.length > 0;
  };
  return {
    enter: (connection, name, place, writing) => {
      const { staffId } = connection;
      if (staffId === null || connection.locked) return;
      const key = keyOf(connection, name);
      const before = seats.get(key);
      const same =
        before?.staffId === staffId && before.writing === writing && before.place.kind === place.kind && before.place.id === place.id;
      if (same) return;
      seats.delete(key);
      seats.set(key, { connection, staffId, place, writing });
      const oldest = ofConnection(connection.id);
      if (oldest.length > SEATS_KEPT) seats.delete(oldest[0]?.[0] ?? '');
      tell();
    },
    leave: (connection, name) => {
      if (seats.delete(keyOf(connection, name))) tell();
    },
    watching: (connection) => {
      streams.set(connection.id, (streams.get(connection.id) ?? 0) + 1);
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        const left = (streams.get(connection.id) ?? 1) - 1;
        if (left > 0) {
          streams.set(connection.id, left);
          return;
        }
        streams.delete(connection.id);
        if (drop(connection.id)) tell();
      };
    },
    changed: (connection) => {
      if (drop(connection.id)) tell();
    },
    at: (place) => {
      const people = new Map<string, Present>();
      for (const seat of seats.values()) {
        const { connection, staffId, writing } = seat;
        if (seat.place.kind !== place.kind || seat.place.id !== place.id) continue;
        if (connection.locked || connection.staffId !== staffId) continue;
        people.set(staffId, { staffId, writing: writing || (people.get(staffId)?.writing ?? false) });
      }
      return [...people.values()];
    },
  };
}
