import { appendFileSync } from 'node:fs';

/**
 * What a test should know although nothing threw: dropped messages, channels that nobody listens to, errors that only a log
 * would show. One line each in the file that ESTAND_LOG names; a spec asserts at its end that nothing unexpected stands there.
 */
export type NoteKind = 'stand-in' | 'uncaught' | 'unhandledRejection' | 'page exception' | 'page log' | 'ipc' | 'ipc handler';

const file = process.env.ESTAND_LOG;

export function note(kind: NoteKind, text: string): void {
  if (file) appendFileSync(file, `${kind}: ${text.replaceAll('\n', '\\n')}\n`);
  process.stderr.write(`[${kind}] ${text}\n`);
}

/** The note of something caught, with its stack. */
export function noteError(kind: NoteKind, error: unknown, about = ''): void {
  note(kind, `${about ? `${about}: ` : ''}${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
