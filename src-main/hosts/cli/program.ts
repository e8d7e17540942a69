import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { isPackaged } from '#main/base/app-root.ts';
import { type Clock, shiftedClock, systemClock } from '#main/base/clock.ts';
import type { Translate } from '#main/base/words.ts';
import { clockName, type Lang, severity } from '#shared/contract/fields.ts';
import { instantOf } from '../flags.ts';
import { defaultDataFolder } from '../folders.ts';
import { UsageError } from './errors.ts';

export type Desk = {
  t: Translate;
  lang: Lang;
  json: boolean;
  /** The answer: the value with --json, else the text. */
  answer(value: unknown, text: string): void;
  /** Help that was asked for. */
  help(text: string): void;
  /** The task ran, but what it looked at is not well: exit code 1. */
  fail(): void;
};

type Shared = { data?: string; now?: string };
type Purpose = { purpose: string; maskNames?: boolean };

const REPORT_KINDS = ['xlsx', 'pdf', 'html'];

/** The commands of `npm run -s desk -- …`; each loads its work when it is called. */
export function createProgram(desk: Desk): Command {
  const { t, lang, answer } = desk;
  const clockFor = ({ now }: Shared): Clock => {
    if (now === undefined) return systemClock();
    if (isPackaged()) throw new UsageError('nowPackaged');
    return shiftedClock(instant(now, 'now'));
  };
  const place = (options: Shared, demo = false) => ({
    dataDir: resolve(options.data ?? defaultDataFolder(demo)),
    clock: clockFor(options),
    lang,
  });

  const program = new Command('desk').description(t('cli:about')).exitOverride();
  const output = { writeOut: (text: string) => desk.help(text), writeErr: () => undefined };
  program.configureOutput(output);
  const titles: Record<string, string> = {
    'Usage:': t('cli:help.usage'),
    'Options:': t('cli:help.options'),
    'Commands:': t('cli:help.commands'),
  };
  program.configureHelp({ styleTitle: (title) => titles[title] ?? (title === 'Arguments:' ? t('cli:help.arguments') : title) });
  program.helpOption('-h, --help', t('cli:help.help')).helpCommand(false);

  const command = (name: string, about: string): Command =>
    program
      .command(name)
      .description(about)
      .helpOption('-h, --help', t('cli:help.help'))
      .configureOutput(output)
      .exitOverride()
      .option('--data <dir>', t('cli:option.data'))
      .option('--now <iso>', t('cli:option.now'))
      .addOption(new Option('--lang <lang>', t('cli:option.lang')).choices(['zh-CN', 'en']))
      .option('--json', t('cli:option.json'));

  command('init', t('cli:init.about'))
    .requiredOption('--centre <name>', t('cli:init.centre'))
    .requiredOption('--manager <login>', t('cli:init.manager'))
    .requiredOption('--password <password>', t('cli:init.password'))
    .action(async (options: Shared & { centre: string; manager: string; password: string }) => {
      if (options.centre.trim() === '' || options.manager.trim() === '') throw new UsageError('empty');
      if (options.password.length < 8) throw new UsageError('password');
      const where = place(options);
      const { initCentre } = await import('#main/tasks.ts');
      const made = await initCentre(where, {
        centreName: options.centre.trim(),
        login: options.manager.trim(),
        password: options.password,
      });
      answer({ ...made, data: where.dataDir }, t('cli:init.done', { ...made, data: where.dataDir }));
    });

  command('demo', t('cli:demo.about'))
    .addOption(new Option('--size <size>', t('cli:demo.size')).choices(['small', 'reference', 'stress']).default('small'))
    .option('--seed <n>', t('cli:demo.seed'), '1')
    .option('--until <day>', t('cli:demo.until'))
    .action(async (options: Shared & { size: 'small' | 'reference' | 'stress'; seed: string; until?: string }) => {
      const seed = Number(options.seed);
      if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError('seed', { value: options.seed });
      if (options.until !== undefined && !isDay(options.until)) throw new UsageError('day', { value: options.until });
      const where = place(options, true);
      const { makeDemoCentre } = await import('#main/tasks.ts');
      const made = await makeDemoCentre(where, { size: options.size, seed, until: options.until ?? null });
      const accounts = made.accounts.map((account) => t('cli:demo.account', { ...account, role: t(`cli:role.${account.role}`) }));
      const values = {
        data: where.dataDir,
        students: made.counts.students,
        complaints: made.counts.complaints,
        seconds: Math.round(made.ms / 1000),
      };
      answer({ ...made, data: where.dataDir }, [t('cli:demo.done', values), ...accounts].join('\n'));
    });

  const imports = program.command('import').description(t('cli:import.about')).helpOption('-h, --help', t('cli:help.help'));
  sub(imports, 'students <file>', t('cli:import.students'))
    .option('--dry-run', t('cli:import.dryRun'))
    .addOption(new Option('--duplicates <rule>', t('cli:import.duplicates')).choices(['skip', 'update', 'new']).default('skip'))
    .action(async (file: string, options: Shared & { dryRun?: boolean; duplicates: 'skip' | 'update' | 'new' }) => {
      const [{ importStudents, largestSheet }, { readGiven }, { importSummary }] = await Promise.all([
        import('#main/tasks.ts'),
        import('./files.ts'),
        import('./lines.ts'),
      ]);
      const { bytes, fileName } = readGiven(file, largestSheet);
      const { duplicates, dryRun = false } = options;
      const read = await importStudents(place(options), { bytes, fileName, duplicates, dryRun });
      const lines = read.errors.map(({ row, column, reason }) =>
        t('cli:import.error', { row, column, reason: t(`imports:reasons.${reason}`) }),
      );
      const passedOver = read.hints.filter(({ reason }) => reason === 'sheet_passed_over');
      lines.push(...passedOver.map(({ other }) => t('cli:import.otherSheet', { name: other })));
      const sums = { ...read.counts, duplicates: read.duplicates.length, errors: read.errors.length };
      answer(importSummary(read, read), [dryRun ? t('cli:import.wouldBe', sums) : t('cli:import.done', sums), ...lines].join('\n'));
    });

  command('due <clock>', t('cli:due.about'))
    .requiredOption('--from <iso>', t('cli:due.from'))
    .addOption(new Option('--severity <severity>', t('cli:due.severity')).choices(severity.options).default('general'))
    .action(async (clock: string, options: Shared & { from: string; severity: 'general' | 'serious' | 'critical' }) => {
      const named = clockName.safeParse(clock);
      if (!named.success) throw new UsageError('clock', { value: clock, names: clockName.options.join(', ') });
      instant(options.from, 'from');
      const { dueOf } = await import('#main/tasks.ts');
      const from = (zone: string) => instant(options.from, 'from', zone);
      const where = options.data === undefined ? null : place(options);
      const found = await dueOf(where, { clock: named.data, severity: options.severity, from });
      answer(found, found.due);
    });

  command('figures <month>', t('cli:figures.about')).action(async (month: string, options: Shared) => {
    const [{ figuresOf }, { figureLines }] = await Promise.all([import('#main/tasks.ts'), import('./lines.ts')]);
    const found = await figuresOf(place(options), monthGiven(month));
    answer(found, figureLines(found.figures, t).join('\n'));
  });

  const report = program.command('report').description(t('cli:report.about')).helpOption('-h, --help', t('cli:help.help'));
  sub(report, 'monthly <month>', t('cli:report.monthly'))
    .requiredOption('--out <file>', t('cli:report.out'))
    .action(async (month: string, options: Shared & { out: string }) => {
      const [{ reportOf }, { kindOf }] = await Promise.all([import('#main/tasks.ts'), import('./files.ts')]);
      const file = resolve(options.out);
      const kind = kindOf(file, REPORT_KINDS);
      const bytes = await reportOf(place(options), monthGiven(month), kind === 'xlsx' ? 'xlsx' : 'html');
      answer({ file, month, bytes: await writeReport(file, kind, bytes) }, t('cli:written', { file }));
    });

  sub(report, 'complaints <from> <to>', t('cli:report.complaints'))
    .requiredOption('--out <file>', t('cli:report.out'))
    .option('--purpose <words>', t('cli:export.purpose'), '')
    .option('--mask-names', t('cli:export.maskNames'))
    .action(async (from: string, to: string, options: Shared & Purpose & { out: string }) => {
      for (const day of [from, to]) if (!isDay(day)) throw new UsageError('day', { value: day });
      const [{ complaintsReportOf }, { kindOf }] = await Promise.all([import('#main/tasks.ts'), import('./files.ts')]);
      const file = resolve(options.out);
      const kind = kindOf(file, REPORT_KINDS);
      const { purpose, maskNames: namesMasked = false } = options;
      const asked = { from, to, purpose, format: kind === 'xlsx' ? 'xlsx' : 'html', namesMasked } as const;
      const { bytes, rows } = await complaintsReportOf(place(options), asked);
      answer({ file, from, to, rows, namesMasked, bytes: await writeReport(file, kind, bytes) }, t('cli:written', { file }));
    });

  const exported = program.command('export').description(t('cli:export.about')).helpOption('-h, --help', t('cli:help.help'));
  sub(exported, 'students', t('cli:export.students'))
    .requiredOption('--out <file>', t('cli:export.out'))
    .option('--purpose <words>', t('cli:export.purpose'), '')
    .option('--unmasked', t('cli:export.unmasked'))
    .option('--mask-names', t('cli:export.maskNames'))
    .action(async (options: Shared & Purpose & { out: string; unmasked?: boolean }) => {
      const [{ exportStudents }, { kindOf, writeGiven }] = await Promise.all([import('#main/tasks.ts'), import('./files.ts')]);
      const file = resolve(options.out);
      const format = kindOf(file, ['xlsx', 'csv']) === 'csv' ? 'csv' : 'xlsx';
      const { purpose, maskNames: namesMasked = false } = options;
      const masked = options.unmasked !== true;
      const { bytes, rows } = await exportStudents(place(options), { purpose, format, phonesMasked: masked, namesMasked });
      writeGiven(file, bytes);
      answer({ file, rows, masked, namesMasked }, t('cli:export.done', { file, rows }));
    });

  command('backup', t('cli:backup.about'))
    .requiredOption('--to <file>', t('cli:backup.to'))
    .action(async (options: Shared & { to: string }) => {
      const { backupTo } = await import('#main/tasks.ts');
      const file = resolve(options.to);
      const made = await backupTo(place(options), file);
      answer({ ...made, file }, t('cli:written', { file }));
    });

  command('restore <file>', t('cli:restore.about')).action(async (file: string, options: Shared) => {
    const { restoreFrom } = await import('#main/tasks.ts');
    const done = await restoreFrom(place(options), resolve(file));
    const how = done.savedAs !== null ? 'saved' : done.kept ? 'kept' : 'done';
    answer(done, t(`cli:restore.${how}`, { file, savedAs: done.savedAs ?? '' }));
  });

  command('verify', t('cli:verify.about')).action(async (options: Shared) => {
    const { verifyCentre } = await import('#main/tasks.ts');
    const found = await verifyCentre(place(options));
    if (!found.ok) desk.fail();
    answer(
      found,
      found.ok
        ? t('cli:verify.ok', { commands: found.commands, rows: found.rows })
        : t('cli:verify.broken', { place: found.brokenAt ?? '' }),
    );
  });

  function sub(parent: Command, name: string, about: string): Command {
    parent.exitOverride().configureOutput(output);
    const made = command(name, about);
    // made below the root to share its options, then moved below its parent
    (program.commands as Command[]).splice(program.commands.indexOf(made), 1);
    parent.addCommand(made);
    return made;
  }

  return program;
}

function instant(text: string, flag: string, zone?: string): number {
  const at = instantOf(text, zone);
  if (Number.isNaN(at)) throw new UsageError('instant', { flag, value: text });
  return at;
}

/** The report as the kind of file that was asked for; answers its size in bytes. */
async function writeReport(file: string, kind: string, bytes: Uint8Array): Promise<number> {
  const { writeGiven } = await import('./files.ts');
  if (kind !== 'pdf') return writeGiven(file, bytes);
  const { printPdf } = await import('./print.ts');
  return writeGiven(file, await printPdf(bytes));
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instantOf(text));
}

function monthGiven(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new UsageError('month', { value: text });
  return text;
}
