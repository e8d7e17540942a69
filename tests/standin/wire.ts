import { parse, stringify } from 'devalue';
import type { OpenAsked } from './page/settings.ts';

/**
 * Values on their way between main and a page: the structured clone first, so that what Electron cannot send throws here too, then
 * text. Runs on both sides.
 */

type ErrorParts = { name: string; message: string; stack: string | undefined };

const reducers = {
  Error: (value: unknown): ErrorParts | undefined =>
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : undefined,
};
const revivers = {
  Error: ({ name, message, stack }: ErrorParts): Error => Object.assign(new Error(message), { name, stack }),
};

export function encode(value: unknown): string {
  let clone: unknown;
  try {
    clone = structuredClone(value);
  } catch (cause) {
    throw new Error('An object could not be cloned.', { cause });
  }
  return stringify(clone, reducers);
}

export function decode(text: string): unknown {
  return parse(text, revivers);
}

/** Main → page. */
export type ToPage =
  | { kind: 'event'; channel: string; data: string; ports: string[] }
  | { kind: 'answer'; id: number; data?: string; error?: string }
  | PortMessage;
/** Page → main. */
export type FromPage =
  | { kind: 'hello'; url: string }
  | { kind: 'preload-error'; message: string }
  | { kind: 'title'; title: string }
  | ({ kind: 'open' } & OpenAsked)
  | { kind: 'nobody'; channel: string; ports: number }
  | { kind: 'send'; channel: string; data: string; ports: string[] }
  | { kind: 'invoke'; id: number; channel: string; data: string }
  | PortMessage;
/** Both ways: a message through a port whose two ends lie on different sides, and its end. */
export type PortMessage = { kind: 'port'; port: string; data: string } | { kind: 'port-closed'; port: string };
