import { describe, expect, it } from 'vitest';
import { ALL_TOPICS, createChanges } from '#main/base/changes.ts';
import { createEvents } from '#main/base/events.ts';
import { createScheduler } from '#main/base/scheduler.ts';
import { person } from '../support/database.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { shop } from '../support/shop.ts';

declare module '#main/base/events.ts' {
  interface DomainEvents {
    'pupils.renamed': { id: string };
  }
}

describe('changes', () => {
  it('reach every reader in order with a sequence, and stop when it leaves', async () => {
    const changes = createChanges('run-1');
    const [one, two] = [changes.subscribe(), changes.subscribe()];
    const waiting = one.next();
    changes.publish(['staff']);
    changes.publish(['today'], { code: 'escalated', data: { id: 'c1' } });
    changes.publish([]);
    expect(await waiting).toEqual({ done: false, value: { seq: 1, epoch: 'run-1', topics: ['staff'] } });
    expect((await one.next()).value).toEqual({
      seq: 2,
      epoch: 'run-1',
      topics: ['today'],
      notice: { code: 'escalated', data: { id: 'c1' } },
    });
    expect((await two.next()).value).toMatchObject({ seq: 1 });
    await one.return?.();
    expect(changes.readers).toBe(1);
    expect(await one.next()).toEqual({ done: true, value: undefined });
    const last = two.next();
    const end = two.next();
    changes.close();
    expect(await last).toMatchObject({ value: { seq: 2 } });
    expect(await end).toMatchObject({ done: true });
    expect([changes.readers, changes.seq]).toEqual([0, 2]);
    expect(await changes.subscribe().next()).toMatchObject({ done: true });
  });

  it('end with the signal', async () => {
    const changes = createChanges();
    const stop = new AbortController();
    const reader = changes.subscribe({ signal: stop.signal });
    const waiting = reader.next();
    stop.abort();
    expect(await waiting).toMatchObject({ done: true });
    expect(changes.readers).toBe(0);
    expect(await changes.subscribe({ signal: stop.signal }).next()).toMatchObject({ done: true });
  });

  it('become one "everything" for a reader that is too slow, but notices are kept', async () => {
    const changes = createChanges();
    const reader = changes.subscribe({ limit: 3 });
    changes.publish(['a'], { code: 'told' });
    for (let at = 0; at < 10; at += 1) changes.publish(['b']);
    expect((await reader.next()).value).toMatchObject({ notice: { code: 'told' } });
    const next = (await reader.next()).value;
    expect(next?.topics).toEqual([ALL_TOPICS]);
    await reader.return?.();
  });
});

describe('domain events', () => {
  it('run inside the command of the one who emits, and a throw undoes it', async () => {
    const { db, commands } = await shop();
    const events = createEvents();
    const off = events.on(
      'pupils.renamed',
      (tx, { id }) => void tx.run('INSERT INTO bell (id, pupil_id, text) VALUES (?, ?, ?)', [`b-${id}`, id, 'renamed']),
    );
    const spec = { name: 'x', actor: person(), undo: 'rows', topics: [] } as const;
    const rename = (id: string) =>
      commands.run(spec, (tx) => {
        tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [id, 'n']);
        events.emit(tx, 'pupils.renamed', { id });
      });
    await rename('p');
    expect(db.all('SELECT id FROM bell')).toEqual([{ id: 'b-p' }]);
    off();
    events.on('pupils.renamed', () => {
      throw new Error('not so');
    });
    await expect(rename('q')).rejects.toThrow('not so');
    expect(db.all('SELECT id FROM pupil')).toEqual([{ id: 'p' }]);
  });

  it('refuse a handler that is not synchronous, and endless rounds', async () => {
    const { commands } = await shop();
    const spec = { name: 'x', actor: person(), undo: 'rows', topics: [] } as const;
    const slow = createEvents();
    slow.on('pupils.renamed', (async () => undefined) as () => void);
    await expect(commands.run(spec, (tx) => slow.emit(tx, 'pupils.renamed', { id: 'p' }))).rejects.toThrow('synchronous');
    const round = createEvents();
    round.on('pupils.renamed', (tx, payload) => round.emit(tx, 'pupils.renamed', payload));
    await expect(commands.run(spec, (tx) => round.emit(tx, 'pupils.renamed', { id: 'p' }))).rejects.toThrow('without end');
  });
});

describe('the scheduler', () => {
  const handTimer = () => {
    const kept: (() => void)[] = [];
    const timer = (_ms: number, fn: () => void) => {
      kept.push(fn);
      return () => void kept.splice(0);
    };
    return { timer, fire: () => kept.forEach((fn) => void fn()), kept };
  };

  it('runs at start, on each tick and on wake, and a failing job stops no other', async () => {
    const log = createMemoryLog();
    const { timer, fire, kept } = handTimer();
    let ran = 0;
    const scheduler = createScheduler({
      log,
      timer,
      jobs: [
        { name: 'bad', run: () => Promise.reject(new Error('name of a person')) },
        {
          name: 'good',
          run: () => {
            ran += 1;
          },
        },
      ],
    });
    await scheduler.start();
    expect(ran).toBe(1);
    fire();
    await scheduler.tick();
    scheduler.wake();
    await scheduler.tick();
    expect(ran).toBeGreaterThanOrEqual(3);
    expect(log.entries[0]).toMatchObject({ level: 'error', event: 'job.failed', job: 'bad', error: { kind: 'Error' } });
    expect(JSON.stringify(log.entries)).not.toContain('person');
    await scheduler.stop();
    const before = ran;
    await scheduler.tick();
    expect([ran, kept.length]).toEqual([before, 0]);
  });

  it('never overlaps: many ticks during a run make one more run', async () => {
    let open: (() => void) | undefined;
    let inside = 0;
    let most = 0;
    let runs = 0;
    const scheduler = createScheduler({
      log: createMemoryLog(),
      timer: handTimer().timer,
      jobs: [
        {
          name: 'slow',
          run: async () => {
            inside += 1;
            runs += 1;
            most = Math.max(most, inside);
            if (runs === 1) await new Promise<void>((resolve) => (open = resolve));
            inside -= 1;
          },
        },
      ],
    });
    const first = scheduler.start();
    const more = [scheduler.tick(), scheduler.tick(), scheduler.tick()];
    open?.();
    await Promise.all([first, ...more]);
    expect([runs, most]).toEqual([2, 1]);
    await scheduler.stop();
  });
});
