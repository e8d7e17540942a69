import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { steppingClock } from '#main/base/clock.ts';
import type { HostPort } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import { createCore } from '#main/core.ts';
import { finishSetup } from '#main/setup/service.ts';
import { createStaff } from '#main/staff/service.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import type { ApiClient } from './api.ts';
import { system } from './database.ts';
import { tempFolder } from './folder.ts';
import { createMemoryLog } from './memory-log.ts';
import { PASSWORD, type PersonKey, people } from './people.ts';

/** Friday 2026-11-20, 12:30 in Shanghai. */
export const DESK_NOW = Date.parse('2026-11-20T12:30+08:00');

// Half a second of work; every account of a test run can share it.
let shared: Promise<string> | undefined;

/**
 * The whole core on a folder of its own, set up with the given staff, with a clock that stands still. `as` is a window in which the person
 * is signed in already; `window` one in which nobody is. With `passwords` everybody has `PASSWORD`, else nobody can sign in by hand. `host` is what the host can do more.
 */
export async function openDesk(
  options: { staff?: readonly PersonKey[]; passwords?: boolean; now?: number; host?: Partial<HostPort> } = {},
) {
  const clock = steppingClock(options.now ?? DESK_NOW);
  const log = createMemoryLog();
  const dataDir = tempFolder();
  const core = await createCore({
    dataDir,
    clock,
    keys: { file: true },
    log,
    host: { kind: 'test', appVersion: '0.0.0', lang: null, demo: false, ...options.host },
  });
  onTestFinished(() => core.stop());
  const { commands, ids } = core.services;
  shared ??= options.passwords ? hashPassword(PASSWORD) : undefined;
  const passwordHash = options.passwords ? await (shared as Promise<string>) : '';
  const staffIds = new Map<PersonKey, string>([
    ['manager', ids.next()],
    ...(options.staff ?? []).map((key): [PersonKey, string] => [key, ids.next()]),
  ]);
  await commands.run({ name: 'test.set-up', actor: system, undo: 'none', topics: [] }, (tx) => {
    const { zone, ...opening } = DEFAULT_OPENING;
    const { name, login } = people.manager;
    finishSetup(tx, staffIds.get('manager') as string, {
      centreName: '晨光培训中心',
      zone,
      opening,
      manager: { name, login, passwordHash },
    });
    for (const key of options.staff ?? []) {
      const { roles, departments, headOf, ...person } = people[key];
      const fields = {
        ...person,
        roles: [...roles],
        departments: [...departments],
        headOf: [...headOf],
        phone: '',
        joinedOn: '2024-03-01',
        leftOn: null,
      };
      createStaff(tx, staffIds.get(key) as string, fields, passwordHash);
    }
  });
  const window = (staffId: string | null = null): ApiClient => {
    const connection = core.connect();
    connection.staffId = staffId;
    return createRouterClient(core.router, { context: core.context(connection) });
  };
  const as = (person: PersonKey): ApiClient => {
    const staffId = staffIds.get(person);
    if (!staffId) throw new Error(`${person} does not work at this desk`);
    return window(staffId);
  };
  return { core, clock, log, dataDir, window: () => window(), as, staffId: (person: PersonKey) => staffIds.get(person) as string };
}
