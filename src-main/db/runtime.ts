import { Failure } from '#shared/contract/failure.ts';

const LEAST_NAPI = 10;
const LEAST_SQLITE = [3, 51, 3] as const;

/**
 * Refuses a runtime on which the driver is known to crash or SQLite is too old (facts.md, Toolchain).
 * Errors: RUNTIME_TOO_OLD with what was found and what is needed.
 */
export function assertRuntime(napi: string | undefined, sqlite?: string): void {
  if (Number(napi ?? 0) < LEAST_NAPI) {
    throw new Failure('RUNTIME_TOO_OLD', { part: 'node-api', found: napi ?? 'none', needed: String(LEAST_NAPI) });
  }
  if (sqlite !== undefined && older(sqlite.split('.').map(Number), LEAST_SQLITE)) {
    throw new Failure('RUNTIME_TOO_OLD', { part: 'sqlite', found: sqlite, needed: LEAST_SQLITE.join('.') });
  }
}

function older(found: readonly number[], least: readonly number[]): boolean {
  for (const [index, want] of least.entries()) {
    const have = found[index] ?? 0;
    if (have !== want) return have < want;
  }
  return false;
}
