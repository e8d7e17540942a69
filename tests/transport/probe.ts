import { eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { z } from 'zod';

/** A small contract with every kind of value that travels, so that the three transports can be held against each other. */
export const probeContract = {
  dates: oc
    .input(z.object({ at: z.date(), days: z.array(z.string()) }))
    .output(z.object({ next: z.date(), days: z.array(z.string()), nothing: z.null(), gone: z.undefined() })),
  refuse: oc
    .errors({ TAKEN: { status: 409, data: z.object({ field: z.string(), seenAt: z.date() }) } })
    .input(z.object({ field: z.string() }))
    .output(z.object({})),
  break: oc.output(z.object({})),
  file: oc.input(z.object({ file: z.file(), times: z.int() })).output(z.object({ file: z.file(), bytes: z.int() })),
  count: oc.input(z.object({ to: z.int().nullable() })).output(eventIterator(z.object({ n: z.int(), at: z.date() }))),
  slow: oc.output(z.object({ done: z.boolean() })),
};

export type ProbeState = { streams: number; aborted: number; waiting: number };

/** The router and what it has seen. */
export function createProbe() {
  const state: ProbeState = { streams: 0, aborted: 0, waiting: 0 };
  const os = implement(probeContract);
  const router = os.router({
    dates: os.dates.handler(({ input }) => ({
      next: new Date(input.at.getTime() + 86_400_000),
      days: [...input.days].reverse(),
      nothing: null,
      gone: undefined,
    })),
    refuse: os.refuse.handler(({ input, errors }) => {
      throw errors.TAKEN({ data: { field: input.field, seenAt: new Date(86_400_000) } });
    }),
    break: os.break.handler(() => {
      throw new Error('a message that must not travel');
    }),
    file: os.file.handler(async ({ input }) => {
      const bytes = new Uint8Array(await input.file.arrayBuffer());
      const parts = Array.from({ length: input.times }, () => bytes);
      return { file: new File(parts, `copy of ${input.file.name}`, { type: input.file.type }), bytes: bytes.length };
    }),
    count: os.count.handler(async function* ({ input, signal }) {
      state.streams += 1;
      try {
        for (let n = 1; n <= (input.to ?? Number.MAX_SAFE_INTEGER); n += 1) {
          yield { n, at: new Date(n) };
          if (input.to === null) await aTick(signal);
          if (signal?.aborted) return;
        }
      } finally {
        state.streams -= 1;
      }
    }),
    slow: os.slow.handler(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          state.waiting += 1;
          signal?.addEventListener('abort', () => {
            state.aborted += 1;
            reject(new Error('aborted'));
          });
        }),
    ),
  });
  return { router, state };
}

function aTick(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 10);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
