/**
 * What the next login screen says, because the screen that knows it goes away: everybody was signed out by a restore, or
 * the demo centre was opened. Told once; nothing of it is kept.
 */
export type Parting = 'restored' | 'restoredDamaged' | 'reset' | null;

let parting: Parting = null;

export function leaveParting(word: Parting): void {
  parting = word;
}

/** Only looks: a first render may be thrown away and done again. Whoever showed it forgets it by `leaveParting(null)`. */
export function partingWord(): Parting {
  return parting;
}
