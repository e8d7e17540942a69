/** The part of the library that is used here; it brings no types of its own. */
declare module 'semver' {
  /** Below 0, 0 or above 0, as a sort wants it. Throws on what is no version. */
  export function compare(a: string, b: string): -1 | 0 | 1;
  /** The version in its plain form, or null for what is none. */
  export function valid(version: string): string | null;
}
