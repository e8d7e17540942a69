import type { Channel } from '#shared/contract/fields.ts';

/** Ways in which somebody speaks with us, the usual first; in the order of Alt 1–5. */
export const CHANNELS = ['phone', 'counter', 'wechat', 'paper', 'other'] as const satisfies readonly Channel[];
