import { expect, test } from '@playwright/test';
import { standIn } from './support/desktop-desk.ts';
import { allNotes, unexpectedNotes } from './support/notes.ts';

/** The last check of the desktop project, over every start of the program that the run has seen. */
test('the stand-in noted nothing unexpected', () => {
  const files = allNotes();
  // Electron itself keeps none
  if (standIn) expect(files.length, 'starts of the desktop program').toBeGreaterThan(0);
  expect(files.flatMap(unexpectedNotes)).toEqual([]);
});
