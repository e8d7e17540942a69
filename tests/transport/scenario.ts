import { isDefinedError, safe } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { ProbeState, probeContract } from './probe.ts';

export type ProbeClient = ContractRouterClient<typeof probeContract>;
export type Ground = { client: ProbeClient; state: ProbeState; close(): Promise<void> | void };

/** What must be the same whichever way a call goes. */
export function transportScenario(name: string, open: () => Promise<Ground>): void {
  describe(`the same scenario ${name}`, () => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await open();
    });
    afterAll(() => ground.close());

    it('keeps dates, lists, null and undefined', async () => {
      const at = new Date('2026-11-20T15:30:00Z');
      const answer = await ground.client.dates({ at, days: ['周五', '周六'] });
      expect(answer).toEqual({ next: new Date('2026-11-21T15:30:00Z'), days: ['周六', '周五'], nothing: null, gone: undefined });
      expect(answer.next).toBeInstanceOf(Date);
    });

    it('carries a typed failure with its data', async () => {
      const { error } = await safe(ground.client.refuse({ field: 'login' }));
      expect(isDefinedError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'TAKEN', status: 409, data: { field: 'login', seenAt: new Date(86_400_000) } });
    });

    it('refuses what the contract does not allow', async () => {
      const wrong = { at: 'tomorrow', days: [] } as unknown as Parameters<ProbeClient['dates']>[0];
      const { error } = await safe(ground.client.dates(wrong));
      expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    });

    it('says nothing of an unexpected error', async () => {
      const { error } = await safe(ground.client.break());
      expect(error).toBeInstanceOf(Error);
      // in-process there is no wire that could leak it
      if (name !== 'in-process') expect(String(error)).not.toContain('must not travel');
    });

    it('carries files both ways, bytes and name', async () => {
      const bytes = new Uint8Array(200_000).map((_value, index) => index % 251);
      const file = new File([bytes], '学员 2026.xlsx', { type: 'application/octet-stream' });
      const answer = await ground.client.file({ file, times: 3 });
      expect(answer.bytes).toBe(200_000);
      expect(answer.file.name).toBe('copy of 学员 2026.xlsx');
      expect(answer.file.type).toBe('application/octet-stream');
      const back = new Uint8Array(await answer.file.arrayBuffer());
      expect(back.length).toBe(600_000);
      expect(Buffer.from(back.subarray(400_000)).equals(Buffer.from(bytes))).toBe(true);
    });

    it('streams events to the end and cleans up', async () => {
      const seen: number[] = [];
      for await (const { n, at } of await ground.client.count({ to: 5 })) {
        expect(at).toEqual(new Date(n));
        seen.push(n);
      }
      expect(seen).toEqual([1, 2, 3, 4, 5]);
      await until(() => expect(ground.state.streams).toBe(0));
    });

    it('cleans up when the reader leaves in the middle', async () => {
      for await (const { n } of await ground.client.count({ to: null })) {
        if (n === 3) break;
      }
      await until(() => expect(ground.state.streams).toBe(0));
    });

    it('cleans up when the reader aborts', async () => {
      const abort = new AbortController();
      const stream = await ground.client.count({ to: null }, { signal: abort.signal });
      await stream.next();
      expect(ground.state.streams).toBe(1);
      abort.abort();
      // as a loop would: a generator in the same process is woken only by its reader
      await stream.next().catch(() => undefined);
      await until(() => expect(ground.state.streams).toBe(0));
    });

    it('tells the core of a call that was given up', async () => {
      const before = { ...ground.state };
      const abort = new AbortController();
      const call = safe(ground.client.slow(undefined, { signal: abort.signal }));
      await until(() => expect(ground.state.waiting).toBe(before.waiting + 1));
      abort.abort();
      const { error } = await call;
      expect(error).toBeInstanceOf(Error);
      await until(() => expect(ground.state.aborted).toBe(before.aborted + 1));
    });

    it('serves many calls at once, each its own answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_value, index) => ground.client.dates({ at: new Date(index), days: [String(index)] })),
      );
      expect(answers.map((answer) => answer.days[0])).toEqual(Array.from({ length: 50 }, (_value, index) => String(index)));
    });
  });
}
