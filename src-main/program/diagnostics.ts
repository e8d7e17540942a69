import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { backupState, listBackups } from '#main/backups/service.ts';
import type { Services } from '#main/base/os.ts';
import { createWords } from '#main/base/words.ts';
import { readGroup } from '#main/settings/service.ts';
import { dayOf, minuteOf, twoDigits } from '#shared/rules/zone.ts';
import type { DataFacts } from './facts.ts';
import { versionsOf } from './versions.ts';

/** Logs turn over by size; more than a run of them leaves has no place in a mail. */
const LOG_LIMIT = 16_000_000;
const MIB = 1024 * 1024;

/**
 * Settings whose values belong to nobody, named one by one: what is added later stays out until somebody has thought about it.
 * The centre's name is among what stays out.
 */
function settingsOf({ db }: Pick<Services, 'db'>): unknown {
  const centre = readGroup(db, 'centre')?.value;
  const statutory = readGroup(db, 'statutory')?.value;
  return {
    ...(centre
      ? {
          idleMinutes: centre.idleMinutes,
          autoAssign: centre.autoAssign,
          dailyCap: centre.dailyCap,
          backgroundBackupHour: centre.backgroundBackupHour,
          targets: centre.targets,
          zone: centre.zone,
        }
      : {}),
    opening: readGroup(db, 'opening') !== undefined,
    statutoryYears: statutory?.file?.years ?? [],
    secondBackupFolder: (readGroup(db, 'backup')?.value.secondFolder ?? '') !== '',
    demo: readGroup(db, 'demo') !== undefined,
  };
}

/** Logs hold no personal data (base/log.ts), so they go as they are. */
function logsOf(dataDir: string): Record<string, Uint8Array> {
  const folder = join(dataDir, 'logs');
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^desk(\.\d+)?\.log$/.test(name));
  } catch {
    return {};
  }
  const newestFirst = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs })).sort((a, b) => b.at - a.at);
  const kept: Record<string, Uint8Array> = {};
  let room = LOG_LIMIT;
  for (const { name } of newestFirst) {
    const content = readFileSync(join(folder, name));
    room -= content.length;
    if (room < 0) break;
    kept[`logs/${name}`] = new Uint8Array(content);
  }
  return kept;
}

/**
 * Everything that helps whoever is asked for help, and nothing that belongs to a person: no names, numbers, words, paths or
 * passwords (spec/trust.md, "Faults"). A part that cannot be had is said to be missing; the others are there all the same.
 */
export async function diagnosticsOf(services: Services): Promise<File> {
  const { clock, dataDir, heavy, host, log } = services;
  const now = clock.now();
  const said = async (part: string, read: () => unknown): Promise<unknown> => {
    try {
      return await read();
    } catch (error) {
      log.error('diagnostics', { part, error });
      return { missing: true };
    }
  };
  const backups = () => {
    const { backups: copies, secondFolder } = listBackups(services);
    return {
      state: backupState(services),
      second: secondFolder !== '',
      copies: copies.map(({ at, kind, bytes }) => ({ at, kind, bytes })),
    };
  };
  const parts: Record<string, unknown> = {
    'versions.json': await said('versions', () => Object.fromEntries(versionsOf(services).map(({ part, version }) => [part, version]))),
    'machine.json': {
      cores: availableParallelism(),
      memoryMiB: Math.round(totalmem() / MIB),
      freeMiB: Math.round(freemem() / MIB),
      uptimeMinutes: Math.round(process.uptime() / 60),
      locale: Intl.DateTimeFormat().resolvedOptions().locale,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      host: host.kind,
      safeMode: host.safeMode ?? false,
      at: new Date(now).toISOString(),
    },
    'settings.json': await said('settings', () => settingsOf(services)),
    'keys.json': await said('keys', () => services.keys()),
    'data.json': await said('data', () => heavy.run<DataFacts>('program.facts', {})),
    'backups.json': await said('backups', backups),
    ...(host.program ? { 'window.json': await said('window', () => host.program?.facts()) } : {}),
  };
  const readme = (['zh-CN', 'en'] as const).map((lang) => createWords(lang)('program:readme')).join('\n\n');
  const files = {
    'README.txt': strToU8(`${readme}\n`),
    ...Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, strToU8(`${JSON.stringify(value, null, 2)}\n`)])),
    ...logsOf(dataDir),
  };
  const zone = services.zone();
  const minute = minuteOf(now, zone);
  const name = `diagnostics-${dayOf(now, zone)}-${twoDigits(minute / 60)}${twoDigits(minute % 60)}.zip`;
  return new File([new Uint8Array(zipSync(files, { mtime: now }))], name, { type: 'application/zip' });
}
