import { cpus, loadavg } from 'node:os';

export type Line = {
  name: string;
  /** What was measured, in words that name the unit. */
  figure: string;
  beside: string;
  limit: string;
  ok: boolean | null;
};

const columns = ['case', 'measured', 'bare SQL', 'limit', ''] as const;

export const ms = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 1)} ms`);
export const machine = (): string =>
  `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`;
export const busy = (): boolean => (loadavg()[0] ?? 0) > cpus().length;

/** As a Markdown table, so that it can stand in the README as it is. */
export function tableOf(lines: readonly Line[]): string {
  const verdict = { true: 'ok', false: 'too slow', null: '' } as const;
  const rows = [columns, ...lines.map((line) => [line.name, line.figure, line.beside, line.limit, verdict[`${line.ok}`]])];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const [head, ...body] = rows.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}
