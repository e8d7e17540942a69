const SAFE = '--safe-mode';

/** The arguments behind the program: `electron . --data …` in development, the program alone when it is packaged. */
export function ownArgs(argv: readonly string[], packaged: boolean): string[] {
  return argv.slice(packaged ? 1 : 2);
}

/**
 * How the program is started anew, in safe mode or out of it, with the same arguments otherwise. An AppImage is started by its own
 * file: what it was mounted to is gone by then.
 */
export function nextStart(
  { argv, env }: { argv: readonly string[]; env: Readonly<Record<string, string | undefined>> },
  { safeMode }: { safeMode: boolean },
): { args: string[]; execPath?: string } {
  const args = [...argv.slice(1).filter((word) => word !== SAFE), ...(safeMode ? [SAFE] : [])];
  return { args, ...(env.APPIMAGE ? { execPath: env.APPIMAGE } : {}) };
}
