/**
 * What the next login screen says, because the screen that knows it goes away: everybody was signed out by a restore, or
 * the demo centre was opened. Told once; nothing of it is kept.
 */
export type Parting = 'restored' | 'reset' | null;

let parting: Parting = null;

export function leaveParting(word: Parting): void {
  parting = word;
}

export function takeParting(): Parting {
  const word = parting;
  parting = null;
  return word;
}
