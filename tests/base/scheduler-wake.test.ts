import { expect, test } from 'vitest';
import { createScheduler } from '#main/base/scheduler.ts';
import { createMemoryLog } from '../support/memory-log.ts';

test('on wake every job hears that the machine slept before it runs again', async () => {
  const heard: string[] = [];
  const scheduler = createScheduler({
    jobs: [{ name: 'a', run: () => void heard.push('run'), resumed: () => void heard.push('resumed') }],
    log: createMemoryLog(),
    timer: () => () => undefined,
  });
  await scheduler.start();
  scheduler.wake();
  await scheduler.stop();
  expect(heard).toEqual(['run', 'resumed', 'run']);
});
