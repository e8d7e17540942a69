import type { MessagePortMain } from 'electron';
import type { Connection } from '#main/base/os.ts';
import { servePorts } from '#main/base/transport/port.ts';
import type { Core } from '#main/core.ts';
import { router } from '#main/router.ts';
import { OPEN_NOTICE } from '#shared/contract/messages.ts';
import { SCHEME_NOTICE, type Scheme } from '#shared/contract/program.ts';
import type { Which } from '../folders.ts';
import { hearNotices, type Told } from './notices.ts';

/** An opened data folder: its core, and how to leave it. */
export type Centre = { readonly core: Core; close(options: { backup: boolean }): Promise<void> };

export type DeskDeps = {
  /** Opens a centre; rejects with a typed failure. */
  open: (which: Which) => Promise<Centre>;
  /** Another core answers from now on: the page has to ask for another port. */
  onSwap: () => void;
  /** A centre that should have opened later did not; nothing is open now. */
  onLost: (error: unknown) => void;
  onError: (error: unknown) => void;
  /** The core tells the person at the window something at once. */
  onTold?: (told: Told) => void;
  /** What is due may be another number now. */
  onChange?: () => void;
};

export type Desk = {
  /** Opens the first centre and lets it catch up. */
  start(which: Which): Promise<void>;
  /** Puts the core that is open, or the one that is being opened, behind a port of the window. */
  serve(port: MessagePortMain): Promise<void>;
  /** Opens another centre beside the one that runs; the window moves over once the call that asked has its answer. */
  switchTo(which: Which): Promise<void>;
  /** Closes the centre and opens the same folder again, with whatever was laid ready there for the next opening. */
  restart(): Promise<void>;
  /** Nobody is in front of the screen: the person has to unlock. */
  lock(): void;
  /** True for the connection of the window; another one of the same core is somebody else's. */
  owns(connectionId: string): boolean;
  /** Tells the page that something was asked of the program outside of it (wishes.ts); nothing happens where no page hears it. */
  hint(): void;
  /** The page is to show these colours. */
  tellScheme(scheme: Scheme): void;
  /** How much is due for the person at the window; null while nobody sits there. */
  due(): number | null;
  /** After how many minutes the desk locks by itself; null while nobody sits there or it is locked. */
  idleMinutes(): number | null;
  /** Versions of what is open; undefined while nothing is. */
  versions(): ReturnType<Core['versions']> | undefined;
  wake(): void;
  stop(options: { backup: boolean }): Promise<void>;
};

type Seat = { which: Which; centre: Centre; connection: Connection };

/** The core behind the window and the window's connection, which outlives a reload of the page. */
export function createDesk(deps: DeskDeps): Desk {
  const servePort = servePorts(router);
  // A page that asks while nothing is open waits here, also over a failed try and the person's "try again".
  let seated = Promise.withResolvers<Seat>();
  let opening: Promise<Seat> | undefined;
  let open: Seat | undefined;
  /** Where the window is, or is on its way to: a second click opens nothing twice. */
  let heading: Which | undefined;
  let stopped = false;
  /** Centres that were left and still finish what runs; their folders are held until then. */
  let leaving: Promise<void> = Promise.resolve();

  const close = (old: Seat | undefined, options: { backup: boolean }): Promise<void> => {
    const closed = leaving.then(() => old?.centre.close(options));
    leaving = closed.catch(deps.onError);
    return closed;
  };
  const sit = async (which: Which): Promise<Seat> => {
    await leaving;
    const centre = await deps.open(which);
    if (!stopped) return { which, centre, connection: centre.core.connect() };
    await centre.close({ backup: false });
    throw new Error('stopped while opening');
  };
  const run = (seat: Seat): void => {
    open = seat;
    seated.resolve(seat);
    hearNotices(seat.centre.core.services.changes, {
      me: () => seat.connection.staffId,
      tell: (told) => deps.onTold?.(told),
      changed: () => deps.onChange?.(),
    }).catch(deps.onError);
    seat.centre.core.start().catch(deps.onError);
  };
  const start = async (which: Which): Promise<void> => {
    heading = which;
    opening = sit(which);
    run(await opening);
  };
  const leave = (): Seat | undefined => {
    const old = open;
    open = undefined;
    seated = Promise.withResolvers<Seat>();
    return old;
  };
  /** The answer to the call that asked still has to leave through the old port. */
  const afterAnswer = (then: () => Promise<void>): void => {
    setImmediate(() => then().catch(deps.onError));
  };

  return {
    start,
    serve: async (port) => {
      const { centre, connection } = await seated.promise;
      servePort(port, centre.core.context(connection));
    },
    switchTo: async (which) => {
      if (heading === which) return;
      heading = which;
      const next = await sit(which).catch((error: unknown) => {
        heading = open?.which;
        throw error;
      });
      afterAnswer(async () => {
        const old = leave();
        run(next);
        deps.onSwap();
        // Whoever leaves the own centre may well quit from the demo.
        await close(old, { backup: old?.which === 'own' });
      });
    },
    restart: async () => {
      if (!open) return;
      afterAnswer(async () => {
        const old = leave();
        if (!old) return;
        deps.onSwap();
        try {
          await close(old, { backup: false });
          await start(old.which);
        } catch (error) {
          deps.onLost(error);
        }
      });
    },
    lock: () => {
      if (!open || open.connection.staffId === null || open.connection.locked) return;
      open.centre.core.services.connections.seat(open.connection, open.connection.staffId, { locked: true });
    },
    hint: () => {
      const staffId = open?.connection.staffId;
      if (staffId) open?.centre.core.services.changes.publish([], { code: OPEN_NOTICE, data: { staffIds: [staffId] } });
    },
    owns: (connectionId) => open?.connection.id === connectionId,
    tellScheme: (scheme) => open?.centre.core.services.changes.publish([], { code: SCHEME_NOTICE, data: { scheme } }),
    due: () => (open?.connection.staffId ? open.centre.core.dueFor(open.connection.staffId) : null),
    idleMinutes: () => (open?.connection.staffId && !open.connection.locked ? open.centre.core.idleMinutes() : null),
    versions: () => open?.centre.core.versions(),
    wake: () => open?.centre.core.wake(),
    stop: async (options) => {
      stopped = true;
      await leaving;
      // Pulses of the host go on while it closes; they must find nothing to read from.
      const last = open;
      open = undefined;
      if (last) return last.centre.close(options);
      // One that is still opening sees the flag and ends itself.
      await opening?.catch(() => undefined);
    },
  };
}
