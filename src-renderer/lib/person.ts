/**
 * For whom this page speaks, as its gate knows it. Tabs of a browser share one session: the core compares, and refuses what was begun
 * for somebody who does not sit here any more.
 */
let person: string | null = null;

export function speakFor(staffId: string | null): void {
  person = staffId;
}

/** Null before anybody signed in. */
export function spokenFor(): string | null {
  return person;
}
