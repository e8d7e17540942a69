import { shiftedClock } from '#main/base/clock.ts';
import { hashPassword } from '#main/base/passwords.ts';
import { createCore } from '#main/core.ts';
import { createMemoryLog } from './memory-log.ts';
import { PASSWORD } from './people.ts';

/** As small as a hash may be: a real one takes half a second of the processor at each of the hundreds of logins of the browser specs. */
const QUICK = { ln: 10, r: 8, p: 1 };

/** Gives everybody of a centre that was set up by `setUpCentre` the same password as before in a hash that is soon checked. */
export async function makeLoginsQuick(dataDir: string, now: string): Promise<void> {
  const core = await createCore({
    dataDir,
    clock: shiftedClock(Date.parse(now)),
    keys: { file: true },
    log: createMemoryLog(),
    host: { kind: 'test', appVersion: '0', lang: 'zh-CN', demo: false },
  });
  try {
    const hash = await hashPassword(PASSWORD, QUICK);
    await core.services.commands.run({ name: 'tests.quick-logins', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
      tx.run("UPDATE staff SET password_hash = ? WHERE password_hash <> ''", [hash]),
    );
  } finally {
    await core.stop();
  }
}
