import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Lang } from '#shared/contract/fields.ts';
import { addDays, atMinute, DAY, dayStart } from '#shared/rules/zone.ts';

/** Flags of `npm start`, the same for both hosts (issue: toolchain). */
export type Flags = {
  web: boolean;
  /** 0 = any free port. */
  port: number;
  data: string | undefined;
  demo: boolean;
  open: boolean;
  /** Where the clock starts, UTC ms. */
  now: number | undefined;
  lang: Lang | undefined;
  /** Nothing runs by itself; in the desktop window no tray, no updates and no graphics card either. */
  safeMode: boolean;
};

export type FlagProblem = { key: 'host:flag.unknown' | 'host:flag.port' | 'host:flag.now' | 'host:flag.lang'; value: string };

/** The zone in which `--now` without an offset is meant: that of a centre before it says otherwise. */
const HOME_ZONE = 'Asia/Shanghai';

/** Reads the flags; the first one that makes no sense is the problem. */
export function parseFlags(argv: readonly string[]): Flags | { problem: FlagProblem } {
  let values: ReturnType<typeof read>;
  try {
    values = read(argv);
  } catch (error) {
    return { problem: { key: 'host:flag.unknown', value: error instanceof Error ? error.message : '' } };
  }
  const port = Number(values.port ?? '0');
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) return { problem: { key: 'host:flag.port', value: values.port ?? '' } };
  const now = values.now === undefined ? undefined : instantOf(values.now);
  if (Number.isNaN(now)) return { problem: { key: 'host:flag.now', value: values.now ?? '' } };
  const lang = values.lang;
  if (lang !== undefined && lang !== 'zh-CN' && lang !== 'en') return { problem: { key: 'host:flag.lang', value: lang } };
  return {
    web: values.web,
    port,
    data: values.data === undefined ? undefined : resolve(values.data),
    demo: values.demo,
    open: !values['no-open'],
    now,
    lang,
    safeMode: values['safe-mode'],
  };
}

function read(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      web: { type: 'boolean', default: false },
      port: { type: 'string' },
      data: { type: 'string' },
      demo: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      now: { type: 'string' },
      lang: { type: 'string' },
      'safe-mode': { type: 'boolean', default: false },
    },
  }).values;
}

/** An ISO instant as UTC ms; without an offset it is meant in `zone`. 24:00 is the end of the day, as due times say it. NaN for anything else. */
export function instantOf(text: string, zone = HOME_ZONE): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!match) return Number.NaN;
  const [, day = '', hours = '00', minutes = '00', seconds = '00', fraction = '0', offset] = match;
  if (hours === '24') {
    const start = instantOf(`${day}T00:00${offset ?? ''}`, zone);
    if (Number(minutes) + Number(seconds) + Number(fraction) > 0 || Number.isNaN(start)) return Number.NaN;
    return offset === undefined ? dayStart(addDays(day, 1), zone) : start + DAY;
  }
  const utc = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}Z`);
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return Number.NaN;
  if (offset !== undefined) return Date.parse(`${day}T${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}${offset}`);
  return atMinute(day, Number(hours) * 60 + Number(minutes), zone) + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0'));
}
