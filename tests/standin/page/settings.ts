/** What main tells both halves of a page; it stands in front of each script as `const STANDIN = …`. */
export type PageSettings = {
  /** The name of the events on which the two worlds talk; random, so that no page can guess it. */
  key: string;
  /** The binding to main, visible in the isolated world only. */
  binding: string;
  preload: string;
  process: { platform: string; arch: string; versions: Record<string, string | undefined>; env: object; argv: string[] };
};

/** How the page's world tells the preload's that a window was asked for. */
export const OPEN_EVENT = '-open';
export type OpenAsked = { url: string; name: string; features: string };

declare global {
  const STANDIN: PageSettings;
}
