import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the stand-in noted while a program ran, one file for each start. */

const folder = join(process.env.DESK_RESULTS ?? join(import.meta.dirname, '..', '..', '..', 'test-results'), 'notes');

/** A file for the notes of one start; beside it stands what its spec provokes on purpose. */
export function newNotesFile(expected: readonly RegExp[] = []): string {
  mkdirSync(folder, { recursive: true });
  const file = join(mkdtempSync(join(folder, 'start-')), 'notes.txt');
  writeFileSync(join(dirname(file), 'expected.json'), JSON.stringify(expected.map(({ source }) => source)));
  writeFileSync(file, '');
  return file;
}

/** The notes of one start without the expected ones, for the spec that fails with them: the last check of the run has them no more. */
export function tellNotes(file: string): string[] {
  const notes = unexpectedNotes(file);
  if (notes.length > 0) rmSync(file);
  return notes;
}

/** The notes of one start without the expected ones. */
export function unexpectedNotes(file: string): string[] {
  const expected = JSON.parse(readFileSync(join(dirname(file), 'expected.json'), 'utf8')) as string[];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.filter((line) => !expected.some((source) => new RegExp(source).test(line)));
}

/** Every start of this run of tests whose notes no spec has told. */
export function allNotes(): string[] {
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'notes.txt')) : [];
  return files.filter((file) => existsSync(file));
}
