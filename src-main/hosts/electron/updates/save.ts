import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from './trust.ts';

/** Writes a stream to a file, but no byte more than `limit`. Refusal: file_tampered when there would be more. */
export async function saveCapped(source: Readable, path: string, limit: number): Promise<void> {
  let written = 0;
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        written += chunk.length;
        if (written > limit) throw refuse('file_tampered');
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
}
