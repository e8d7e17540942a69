import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appRoot } from '#main/base/app-root.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { ReleaseFacts } from './release.ts';

/**
 * The driver's native file lies beside the archive, where the archive's integrity does not reach, and runs with all rights of the
 * program. So a packed program compares it with the digest that stands in the archive before anything loads it. Failure: NATIVE_ALTERED
 * when it is another file, is gone, or when the archive says nothing of it.
 */
export function checkNative(
  release: Pick<ReleaseFacts, 'native'> | undefined,
  { root = appRoot(), platform = process.platform, arch = process.arch }: { root?: string; platform?: string; arch?: string } = {},
): void {
  const name = `${platform}-${arch}.node`;
  const expected = release?.native[name];
  let found: string | undefined;
  try {
    found = createHash('sha256')
      .update(readFileSync(join(root, 'node_modules', 'better-sqlite3', 'prebuilds', name)))
      .digest('hex');
  } catch {
    // told below: what cannot be read is not what was packed
  }
  if (expected === undefined || found !== expected) throw new Failure('NATIVE_ALTERED', { part: name });
}
