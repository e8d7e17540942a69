import { implement, ORPCError, ValidationError } from '@orpc/server';
import type { Actor, Db, Connection as DbConnection } from '#main/db/open.ts';
import { type FailureCode, failures, type Meta, PERSON_HEADER } from '#shared/contract/base.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { Role } from '#shared/contract/fields.ts';
import { contract } from '#shared/contract/index.ts';
import type { Message } from '#shared/contract/messages.ts';
import type { PrintChoice, PrintChoices, PrintJob, PrintOutcome } from '#shared/contract/printing.ts';
import type { KeyReport, Scheme, Switches } from '#shared/contract/program.ts';
import type { UpdateStatus } from '#shared/contract/updates.ts';
import type { Grants, Right, Scope } from '#shared/rules/access.ts';
import type { PrintKind } from '#shared/rules/printing.ts';
import type { Changes } from './changes.ts';
import type { Clock } from './clock.ts';
import type { Commands } from './command.ts';
import type { Connection, Connections } from './connections.ts';
import type { Events } from './events.ts';
import { netFailure } from './failure.ts';
import type { Ids } from './ids.ts';
import { inputFailure } from './input-failure.ts';
import type { Log } from './log.ts';
import type { Presence } from './presence.ts';

/** Who a connection speaks for. */
export type Identity = {
  staffId: string;
  name: string;
  roles: Role[];
  departments: string[];
  headOf: string[];
  grants: Grants;
};

export type { Connection } from './connections.ts';

/** Work too heavy for the main thread, in workers with connections of their own (workers/). */
export type HeavyWork = {
  /** A reading of workers/reader.ts, in the one thread that is kept for them. */
  read<T>(name: string, input: unknown): Promise<T>;
  /** One job in a thread of its own. */
  run: RunJob;
  /** A thread for jobs that build on each other: what one leaves in its memory, the next finds, and nothing is carried in between. */
  thread(): HeavyThread;
};

export type RunJob = <T>(
  job: string,
  input: unknown,
  options?: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
) => Promise<T>;

/** Its jobs run one after another. After `end`, which waits for what is running, it takes no more. */
export type HeavyThread = { run: RunJob; end(): void };

/** What a heavy job gets: a connection of its own, and the write side that asks main for its turn. */
export type JobContext = {
  db: DbConnection;
  commands: Commands;
  clock: Clock;
  ids: Ids;
  events: Events;
  dataDir: string;
  key: Buffer;
  /** Lives as long as the thread: what a job leaves here, the next one of the same thread finds. */
  memory: Map<string, unknown>;
  progress: (done: number, total: number) => void;
  signal: AbortSignal;
};

/** An invented person of the demo centre and the way in. */
export type DemoAccount = { login: string; password: string; role: string; name: string };

/** The printers of the PC, for one window: what stands in it for paper goes to a printer or into a file. */
export type PrintingPort = {
  /** True for the window that this PC's person sits at; a browser that reached the same core is none. */
  serves(connectionId: string): boolean;
  setup(): Promise<{ printers: { name: string; shown: string }[]; choices: PrintChoices }>;
  choose(kind: PrintKind, choice: PrintChoice): void;
  print(job: PrintJob): Promise<PrintOutcome>;
  savePdf(job: PrintJob): Promise<PrintOutcome>;
};

/** What only a program with a window of its own can do on this PC; a browser has none of it. */
export type ProgramPort = {
  /** True for the window that this PC's person sits at; a browser that reached the same core has nothing to switch here. */
  serves(connectionId: string): boolean;
  versions(): { electron: string; chromium: string };
  switches(): Switches;
  set(changes: { background?: boolean | undefined; openAtLogin?: boolean | undefined }): void;
  /** Displays, graphics and the like for the diagnostics: values without anything that belongs to a person. */
  facts(): unknown;
  restart(options: { safeMode: boolean }): void;
  /** What was asked of the program while no page could hear it, once, for this person. */
  takeWish(staffId: string): Promise<{ ref: Message['ref'] | null; file: File | null }>;
  setScheme(scheme: Scheme): void;
};

/** Updates of the installed program, as the host can do them; every step tells its outcome in `status`. */
export type UpdatesPort = {
  status(): UpdateStatus;
  check(): Promise<void>;
  /** Lets a person choose a package; does nothing when they change their mind. */
  open(): Promise<void>;
  download(): void;
  cancel(): void;
  /** `backup` has to give a verified backup or reject. */
  prepare(backup: () => Promise<void>): Promise<void>;
  restart(backup: () => Promise<void>): Promise<void>;
  /** Calls `told` after each change until the answer is called. */
  listen(told: () => void): () => void;
};

/** What only the host can do. Absent abilities are refused with words by the slice that needs them. */
export type HostPort = {
  kind: 'electron' | 'web' | 'cli' | 'test';
  appVersion: string;
  lang: 'zh-CN' | 'en' | null;
  demo: boolean;
  openDemo?: () => Promise<DemoAccount[]>;
  demoAccounts?: () => Promise<DemoAccount[]>;
  leaveDemo?: () => Promise<void>;
  /** Ends this core and opens the same folder again: how a staged restore is swapped in. Every session ends. */
  restart?: () => Promise<void>;
  printing?: PrintingPort;
  program?: ProgramPort;
  /** Started with the least that can be: no job runs by itself. */
  safeMode?: boolean;
  /** Only an installed desktop program has it. */
  updates?: UpdatesPort;
};

/** What every slice stands on. `ports` is how slices are composed in core.ts without importing each other. */
export type Services = {
  db: Db;
  commands: Commands;
  clock: Clock;
  changes: Changes;
  log: Log;
  heavy: HeavyWork;
  host: HostPort;
  dataDir: string;
  ids: Ids;
  events: Events;
  presence: Presence;
  connections: Connections;
  zone: () => string;
  isSetUp: () => boolean;
  /** A new recovery code that replaces the old one once `record` has succeeded; it is kept nowhere. Errors: those of `record`. */
  renewRecoveryCode: (record: () => Promise<unknown>) => Promise<string>;
  checkRecoveryCode: (code: string) => Promise<boolean>;
  /** Who keeps the key of the data on this PC. */
  keys: () => KeyReport;
  identify: (staffId: string) => Identity | null;
};

/** `reqHeaders`: what the page says about its call, PERSON_HEADER among it. */
export type Context = { services: Services; connection: Connection; reqHeaders?: Headers };

/** All tabs of a browser are one connection: what one began for a person must not be done as another who sat down in a second one. */
function checkPerson({ connection, reqHeaders }: Context): void {
  const begunBy = reqHeaders?.get(PERSON_HEADER);
  if (begunBy && begunBy !== connection.staffId) throw new Failure(connection.staffId ? 'PERSON_CHANGED' : 'UNAUTHENTICATED', {});
}

function checkNeeds(meta: Meta, context: Context): Identity | null {
  const { services, connection } = context;
  if (meta.needs === 'public') return connection.staffId && !connection.locked ? services.identify(connection.staffId) : null;
  if (!services.isSetUp()) throw new Failure('NOT_SET_UP', {});
  const identity = connection.staffId ? services.identify(connection.staffId) : null;
  if (meta.needs === 'session') return identity;
  checkPerson(context);
  if (!identity) throw new Failure('UNAUTHENTICATED', {});
  if (connection.locked) throw new Failure('LOCKED', {});
  if (meta.needs !== 'signed-in' && !identity.grants[meta.needs]) {
    throw new Failure('FORBIDDEN', { right: meta.needs });
  }
  return identity;
}

function toOrpc(failure: Failure): ORPCError<string, unknown> {
  const known = failures[failure.code as FailureCode];
  return new ORPCError(failure.code, { status: known?.status ?? 500, data: failure.data, message: failure.code, defined: true });
}

/**
 * The only way to implement the contract. Every call passes the door (set up? signed in? right held?) and the net
 * (typed failures travel with their data, anything else becomes INTERNAL with an id that the log knows).
 */
export const os = implement(contract)
  .$context<Context>()
  .use(async ({ context, next, procedure, path }) => {
    try {
      const identity = checkNeeds(procedure['~orpc'].meta as Meta, context);
      const actor: Actor = identity ? { kind: 'person', staffId: identity.staffId } : { kind: 'system' };
      return await next({ context: { ...context.services, connection: context.connection, services: context.services, identity, actor } });
    } catch (error) {
      // Input that the contract refuses is checked behind this door, so that nobody learns of fields who may not ask.
      if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)
        throw toOrpc(inputFailure(error.cause.issues));
      if (error instanceof ORPCError) throw error;
      if (isFailure(error, 'FORBIDDEN'))
        context.services.log.warn('denied', {
          staffId: context.connection.staffId ?? '',
          procedure: path.join('.'),
          right: String(error.data.right),
        });
      throw toOrpc(netFailure(error, context.services.log, path.join('.')));
    }
  });

/** The person behind a call that needed one; a programming error if the declaration let nobody through. */
export function personOf(identity: Identity | null): Identity {
  if (!identity) throw new Failure('UNAUTHENTICATED', {});
  return identity;
}

/** How far a right reaches for this person; the door has already refused those without it. */
export function scopeOf(identity: Identity, right: Right): Scope {
  const scope = identity.grants[right];
  if (!scope) throw new Failure('FORBIDDEN', { right });
  return scope;
}
