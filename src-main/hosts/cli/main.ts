import { createWords, systemLang } from '#main/base/words.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { describeError, EXIT, exitCodeOf } from './errors.ts';
import { createProgram } from './program.ts';

/**
 * The core without a window (issue: a command line for the same core). stdout carries the answer, with --json exactly one line of it;
 * stderr what else a person should know. Exit codes: 0 done, 1 failed or found broken, 2 asked for something that cannot be, 3 folder in use.
 */

/** Known before the arguments are read, because reading them can fail: in which language, and in which form, to say so. */
function early(argv: readonly string[]): { lang: Lang; json: boolean } {
  const given = argv[argv.indexOf('--lang') + 1];
  const assigned = argv.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  const lang = [argv.includes('--lang') ? given : undefined, assigned].find((each) => each === 'zh-CN' || each === 'en');
  return { lang: lang ?? systemLang(), json: argv.includes('--json') };
}

async function run(argv: readonly string[]): Promise<number> {
  const { lang, json } = early(argv);
  const t = createWords(lang);
  let code: number = EXIT.done;
  const answer = (value: unknown, text: string): void => {
    process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
  };
  try {
    const program = createProgram({
      t,
      lang,
      json,
      answer,
      fail: () => {
        code = EXIT.failed;
      },
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const failure = describeError(error, t);
    if (!failure) return EXIT.done;
    if (json) process.stdout.write(`${JSON.stringify({ error: { code: failure.code, message: failure.message } })}\n`);
    else process.stderr.write(`${failure.message}\n`);
    return exitCodeOf(error);
  }
}

process.exitCode = await run(process.argv.slice(2));
