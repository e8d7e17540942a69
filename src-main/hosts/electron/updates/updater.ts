import { statfs } from 'node:fs/promises';
import type { UpdatesPort } from '#main/base/os.ts';
import type { UpdateRefusal, UpdateStatus } from '#shared/contract/updates.ts';
import { judgeUpdate, manifestName, type Running, roomFor } from '#shared/rules/updates.ts';
import type { Engine, Offer } from './engine.ts';
import { noteBegun, readLast } from './last.ts';
import { openPackage } from './package.ts';
import { reasonOf } from './reasons.ts';
import { refuse, type TrustedKey, trustFile, trustManifest } from './trust.ts';

export type UpdaterDeps = {
  running: Running;
  keys: readonly TrustedKey[];
  /** Whether this build has an address to ask. */
  feed: boolean;
  /** Where downloads and the note of the last update lie; there before the first step. */
  folder: string;
  /** electron-updater, loaded with the first step that needs it. */
  engine: () => Promise<Engine>;
  /** A package that a person chose, or undefined when they changed their mind. */
  choose: () => Promise<string | undefined>;
  /** Ends the core with its backup, then runs `install`; what it rejects with starts the program again. */
  leave: (install: () => Promise<'exit' | 'quits'>) => void;
  now: () => number;
  onError: (error: unknown) => void;
  /** Bytes that are free where downloads lie. */
  freeBytes?: (folder: string) => Promise<number>;
};

/**
 * The steps of an update, one after another and each only by a person: find, download and check, back up, restart. Nothing goes on by
 * itself, and nothing is installed on quit.
 */
export function createUpdater(deps: UpdaterDeps): UpdatesPort {
  const listeners = new Set<() => void>();
  const freeBytes = deps.freeBytes ?? (async (folder: string) => statfs(folder).then(({ bavail, bsize }) => bavail * bsize));
  let status: UpdateStatus = {
    feed: deps.feed,
    phase: 'idle',
    found: null,
    done: 0,
    refusal: null,
    checkedAt: null,
    last: readLast(deps.folder, deps.running.version),
  };
  let offer: Offer | undefined;
  let path: string | undefined;
  let stop: AbortController | undefined;

  const set = (next: Partial<UpdateStatus>): void => {
    status = { ...status, ...next };
    for (const told of listeners) told();
  };

  /** A step that failed: where it leaves us, and why. */
  const failed = (phase: UpdateStatus['phase'], error: unknown): void => {
    const refusal: UpdateRefusal = reasonOf(error);
    if (refusal === 'failed') deps.onError(error);
    set({ phase, refusal, done: 0, ...(phase === 'idle' ? { found: null } : {}) });
  };

  /** Takes a manifest that nobody has trusted yet. */
  const consider = (bytes: { text: Buffer; signature: Buffer }, from: 'feed' | 'package'): Offer | undefined => {
    const manifest = trustManifest(bytes.text, bytes.signature, deps.keys);
    const judged = judgeUpdate(deps.running, manifest);
    if (judged.is === 'refused') throw refuse(judged.reason);
    if (judged.is === 'same') return undefined;
    const { version, notes, releaseDate } = manifest;
    offer = { manifest, file: judged.file };
    set({ found: { version, notes, releasedAt: Date.parse(releaseDate), bytes: judged.file.size, from } });
    return offer;
  };

  const makeRoom = async ({ file }: Offer): Promise<void> => {
    if ((await freeBytes(deps.folder)) < roomFor(file.size)) throw refuse('no_space');
  };

  const begin = (phase: UpdateStatus['phase']): void => {
    offer = undefined;
    path = undefined;
    set({ phase, found: null, refusal: null, done: 0 });
  };

  const check = async (): Promise<void> => {
    begin('checking');
    try {
      const found = consider(await (await deps.engine()).ask(), 'feed');
      set({ phase: found ? 'found' : 'newest', checkedAt: deps.now() });
    } catch (error) {
      failed('idle', error);
    }
  };

  const open = async (): Promise<void> => {
    const chosen = await deps.choose();
    if (chosen === undefined) return;
    begin('checking');
    try {
      const update = await openPackage(chosen);
      try {
        const found = consider(await update.manifest(manifestName(deps.running.platform, deps.running.arch)), 'package');
        if (!found) return set({ phase: 'newest' });
        set({ phase: 'downloading' });
        await makeRoom(found);
        path = await (await deps.engine()).take(found, await update.file(found.file.url, found.file.size));
        await trustFile(path, found.file);
        set({ phase: 'verified' });
      } finally {
        update.close();
      }
    } catch (error) {
      failed('idle', error);
    }
  };

  const fetchOffer = async (wanted: Offer, signal: AbortSignal): Promise<void> => {
    let percent = 0;
    const onBytes = (done: number): void => {
      const now = Math.floor((done / wanted.file.size) * 100);
      // A screen needs no more than a hundred steps.
      if (now === percent) return;
      percent = now;
      set({ done });
    };
    try {
      await makeRoom(wanted);
      const engine = await deps.engine();
      signal.throwIfAborted();
      path = await engine.download(wanted, { onBytes, signal });
      await trustFile(path, wanted.file);
      signal.throwIfAborted();
      set({ phase: 'verified', done: wanted.file.size });
    } catch (error) {
      if (signal.aborted) set({ phase: 'found', done: 0 });
      else await stepBack(error);
    }
  };

  const secure = async (backup: () => Promise<void>): Promise<void> => {
    if (!offer || path === undefined) throw refuse('failed');
    await backup();
    await trustFile(path, offer.file);
  };

  /** A file that is no longer what was signed is thrown away and downloaded anew; a backup that failed can be tried again. */
  const stepBack = async (error: unknown): Promise<void> => {
    if (reasonOf(error) === 'backup_failed') return failed('verified', error);
    await deps
      .engine()
      .then((engine) => engine.clear())
      .catch(deps.onError);
    // A package is opened again, a feed is asked for the file again.
    failed(status.found?.from === 'package' ? 'idle' : 'found', error);
  };

  return {
    status: () => status,
    check,
    open,
    download: () => {
      if (!offer) return;
      stop = new AbortController();
      set({ phase: 'downloading', refusal: null, done: 0 });
      void fetchOffer(offer, stop.signal);
    },
    cancel: () => stop?.abort(),
    prepare: async (backup) => {
      set({ phase: 'backup', refusal: null });
      try {
        await secure(backup);
        set({ phase: 'ready' });
      } catch (error) {
        await stepBack(error);
      }
    },
    restart: async (backup) => {
      set({ phase: 'restarting', refusal: null });
      try {
        await secure(backup);
        const wanted = offer!;
        const file = path!;
        const engine = await deps.engine();
        noteBegun(deps.folder, { from: deps.running.version, to: wanted.manifest.version, at: deps.now() });
        deps.leave(async () => {
          // The core is closed by now, which takes its time; the file must still be the one that was signed.
          await trustFile(file, wanted.file);
          return engine.install();
        });
      } catch (error) {
        await stepBack(error);
      }
    },
    listen: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
  };
}
