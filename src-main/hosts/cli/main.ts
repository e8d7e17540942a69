import { runDesk } from './run.ts';

/** `npm run -s desk -- …`: the core without a window. */
process.exitCode = await runDesk(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
