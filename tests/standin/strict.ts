import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { note } from './notes.ts';

/** The stand-in refuses something that Electron could do, or that Electron would refuse later or elsewhere. */
export class StandInError extends Error {
  override name = 'StandInError';
}

let declarations: string | undefined;

/** Electron's own type declarations, as text. */
export function electronTypes(): string {
  declarations ??= readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');
  return declarations;
}

const isElectrons = (name: string): boolean => new RegExp(`\\b${name}\\b\\s*[(?:]`).test(electronTypes());

/** What languages and tools look for on any object; Electron has none of it. */
const ASKED_OF_ANYTHING: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor', 'asymmetricMatch', 'nodeType']);

/** Also noted: a program that catches what is thrown would keep it to itself. */
function lacking(name: string): never {
  const said = `electron.${name} is not implemented by the stand-in`;
  note('stand-in', said);
  throw new StandInError(said);
}

/**
 * Answers the object with a net below it: a name that Electron has and the stand-in lacks throws, so nothing is ever quietly
 * left undone; a name that Electron lacks stays undefined, as there.
 */
export function strict<T extends object>(object: T, label: string): T {
  return new Proxy(object, {
    get(target, name, receiver) {
      if (name in target || typeof name === 'symbol' || ASKED_OF_ANYTHING.has(name)) return Reflect.get(target, name, receiver);
      if (isElectrons(name)) lacking(`${label}.${name}`);
      return undefined;
    },
  });
}

/** A whole module of Electron that the program does not use. */
export function notImplemented(label: string): object {
  const refuse = (): never => {
    return lacking(label);
  };
  return new Proxy(refuse, {
    get: (_target, name) => (typeof name === 'symbol' || ASKED_OF_ANYTHING.has(name) ? undefined : refuse()),
    construct: refuse,
  });
}
