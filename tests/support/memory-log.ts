import { cleanFields, type Log, type LogLevel, type LogWrite } from '#main/base/log.ts';

export interface LogEntry extends Record<string, unknown> {
  level: LogLevel;
  event: string;
}

/** Keeps its entries, cleaned as those of a file are. */
export function createMemoryLog(): Log & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = [];
  const at =
    (level: LogLevel): LogWrite =>
    (event, fields) =>
      entries.push({ ...cleanFields(fields), level, event });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), entries };
}
