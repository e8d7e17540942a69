import { createWords, systemLang } from '#main/base/words.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { describeError, EXIT, exitCodeOf } from './errors.ts';
import { createProgram } from './program.ts';

/** Where a run writes: the answer, and what else a person should know. */
export type Streams = { out(text: string): void; err(text: string): void };

/** Known before the arguments are read, because reading them can fail: in which language, and in which form, to say so. */
function early(argv: readonly string[]): { lang: Lang; json: boolean } {
  const given = argv[argv.indexOf('--lang') + 1];
  const assigned = argv.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  const lang = [argv.includes('--lang') ? given : undefined, assigned].find((each) => each === 'zh-CN' || each === 'en');
  return { lang: lang ?? systemLang(), json: argv.includes('--json') };
}

/**
 * One call of the command line (issue: a command line for the same core). `out` gets the answer, with --json exactly one line of it, also
 * when it failed. Answers the exit code: 0 done, 1 failed or found broken, 2 asked for something that cannot be, 3 folder in use.
 */
export async function runDesk(argv: readonly string[], streams: Streams): Promise<number> {
  const { lang, json } = early(argv);
  const t = createWords(lang);
  let code: number = EXIT.done;
  try {
    const program = createProgram({
      t,
      lang,
      json,
      answer: (value, text) => streams.out(json ? `${JSON.stringify(value)}\n` : `${text}\n`),
      help: streams.out,
      fail: () => {
        code = EXIT.failed;
      },
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const failure = describeError(error, t);
    if (!failure) return EXIT.done;
    if (json) streams.out(`${JSON.stringify({ error: { code: failure.code, message: failure.message } })}\n`);
    else streams.err(`${failure.message}\n`);
    return exitCodeOf(error);
  }
}
