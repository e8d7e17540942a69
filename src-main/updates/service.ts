import type { z } from 'zod';
import { backupPoint, createBackup, previewBackup } from '#main/backups/service.ts';
import type { Services, UpdatesPort } from '#main/base/os.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { UpdatePhase, updatePlace, updateState } from '#shared/contract/updates.ts';

type UpdateState = z.infer<typeof updateState>;
type Step = 'check' | 'open' | 'download' | 'cancel' | 'prepare' | 'restart';

/** From which phases a step may be taken. A check may begin anew as long as nothing runs. */
const TURNS: Readonly<Record<Step, ReadonlySet<UpdatePhase>>> = {
  check: new Set(['idle', 'newest', 'found', 'verified', 'ready']),
  open: new Set(['idle', 'newest', 'found', 'verified', 'ready']),
  download: new Set(['found']),
  cancel: new Set(['downloading']),
  prepare: new Set(['verified']),
  restart: new Set(['ready']),
};

/** What a screen shows: the version for everybody, and where an update stands. */
export function stateOf({ host }: Services): UpdateState {
  return { version: host.appVersion, place: placeOf(host), status: host.updates?.status() ?? null };
}

// The demo's backup would say nothing about the centre whose data the next version opens.
function placeOf({ kind, demo, safeMode, updates }: Services['host']): z.infer<typeof updatePlace> {
  if (!updates && kind !== 'electron') return 'browser';
  if (!updates) return safeMode ? 'safe_mode' : 'not_installed';
  return demo ? 'demo' : 'here';
}

/** Asks, opens, downloads or stops. Errors: UPDATE_NOT_NOW when it is not the turn of this step, or not the place. */
export async function stepUpdate(services: Services, step: 'check' | 'open' | 'download' | 'cancel'): Promise<UpdateState> {
  await portFor(services, step)[step]();
  return stateOf(services);
}

/** A backup that was opened again and compared, as the last step before a restart. Errors: UPDATE_NOT_NOW. */
export async function prepareUpdate(services: Services): Promise<UpdateState> {
  await portFor(services, 'prepare').prepare(async () => {
    const made = await createBackup(services, 'before_update');
    await previewBackup(services, made.file);
  });
  return stateOf(services);
}

/** Ends the program for the installer; what was written since the backup is saved too. Errors: UPDATE_NOT_NOW. */
export async function restartToUpdate(services: Services): Promise<UpdateState> {
  await portFor(services, 'restart').restart(() => backupPoint(services, 'before_update'));
  return stateOf(services);
}

function portFor(services: Services, step: Step): UpdatesPort {
  const { updates } = services.host;
  const place = placeOf(services.host);
  if (!updates || place !== 'here') throw new Failure('UPDATE_NOT_NOW', { phase: place });
  const { phase } = updates.status();
  if (!TURNS[step].has(phase)) throw new Failure('UPDATE_NOT_NOW', { phase });
  return updates;
}
