import { mkdirSync } from 'node:fs';
import { pino } from 'pino';
import { createStream } from 'rotating-file-stream';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The only fields that reach a log. No field may hold what belongs to a person: names, numbers, free text, file contents. */
export interface LogFields {
  id?: string;
  /** A pseudonym: the id alone names nobody outside the encrypted file. */
  staffId?: string;
  right?: string;
  code?: string;
  command?: string;
  procedure?: string;
  job?: string;
  ms?: number;
  count?: number;
  part?: string;
  names?: readonly string[];
  /** Reduced to class, codes and stack frames: messages may quote data. */
  error?: unknown;
}

/** `log.warn('denied', { right })`. An event is a word of the code, never data. */
export type LogWrite = (event: string, fields?: LogFields) => void;

export interface Log {
  debug: LogWrite;
  info: LogWrite;
  warn: LogWrite;
  error: LogWrite;
}

// A record, so that the compiler asks for every field of LogFields.
const ALLOWED: Record<Exclude<keyof LogFields, 'error'>, true> = {
  id: true,
  staffId: true,
  right: true,
  code: true,
  command: true,
  procedure: true,
  job: true,
  ms: true,
  count: true,
  part: true,
  names: true,
};
const LONGEST = 200;

/**
 * Reduces fields to what may be logged: keys of the allow-list, short values, digit runs and addresses blotted out (spec/trust.md).
 */
export function cleanFields(fields: LogFields = {}): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'error') clean.error = cleanError(value);
    else if (Object.hasOwn(ALLOWED, key)) clean[key] = cleanValue(value);
  }
  return clean;
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Math.round(value * 100) / 100;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return blot(value);
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => (typeof item === 'string' ? blot(item) : '…'));
  return value === undefined || value === null ? undefined : '…';
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function blot(text: string): string {
  if (UUID.test(text)) return text;
  return text
    .slice(0, LONGEST)
    .replace(/[^\s@]+@[^\s@]+/g, '…')
    .replace(/\p{Script=Han}+/gu, '…')
    .replace(/\d[\d -]{5,}\d/g, '…');
}

/** Class, codes and frames of an error and its causes, never a message. */
export function cleanError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? blot(error.code) : undefined;
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => FRAME.exec(line)?.[1])
    .filter((frame) => frame !== undefined)
    .slice(0, 12)
    .map(cleanFrame);
  const cause = error.cause !== undefined && depth < 3 ? cleanError(error.cause, depth + 1) : undefined;
  return { kind: error.name, ...(code ? { code } : {}), frames, ...(cause ? { cause } : {}) };
}

const FRAME = /^\s+at (.+)$/;
/** The last known room of a place and what stands in it; a blank there is none of our files. */
const KNOWN_ROOM =
  /^.*[\\/]((?:src-main|src-shared|src-renderer|scripts|tests|node_modules|out[\\/](?:main|preload|renderer))[\\/][^\s()]+)$/;
const NO_FILE = /^(?:node:[\w./:-]+|native|<anonymous>|index \d+)$/;
const FUNCTION = /^[\w$.<># [\]]+$/;

/**
 * `function (room/file:line:column)` without the folders before the room: they hold the name of whoever uses the PC, with blanks and
 * brackets as people write them. So the place is everything behind the first bracket, or the whole frame, and what is not known is dropped.
 */
function cleanFrame(frame: string): string {
  const [, name = '', inner] = /^(.*?) ?\((.+)\)$/.exec(frame) ?? [];
  const place = inner ?? frame.replace(/^async /, '');
  const kept = NO_FILE.test(place) ? place : (KNOWN_ROOM.exec(place)?.[1] ?? '…');
  return FUNCTION.test(name) ? `${blot(name)} (${kept})` : kept;
}

export interface FileLogOptions {
  folder: string;
  level?: LogLevel;
  /** Size of one file before it is turned over. */
  size?: `${number}M` | `${number}K`;
  files?: number;
  now(): number;
}

/** A log that rotates by size and keeps few files. `close` writes out what is buffered. */
export function createFileLog(options: FileLogOptions): Log & { close(): Promise<void> } {
  // A log that cannot be written must not stop the desk; a folder that cannot be written says so itself.
  try {
    mkdirSync(options.folder, { recursive: true });
  } catch {
    return { ...facade(() => undefined), close: () => Promise.resolve() };
  }
  const stream = createStream((_time, index) => (index ? `desk.${index}.log` : 'desk.log'), {
    path: options.folder,
    size: options.size ?? '2M',
    maxFiles: options.files ?? 6,
    intervalUTC: true,
  });
  stream.on('error', () => undefined);
  const out = pino(
    {
      level: options.level ?? 'info',
      base: null,
      messageKey: 'event',
      timestamp: () => `,"at":"${new Date(options.now()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );
  return {
    ...facade((level, event, fields) => out[level](fields, event)),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function facade(write: (level: LogLevel, event: string, fields: Record<string, unknown>) => void): Log {
  const at =
    (level: LogLevel): LogWrite =>
    (event, fields) =>
      write(level, event, cleanFields(fields));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
