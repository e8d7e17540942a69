import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Zip, ZipPassThrough } from 'fflate';

/** Writes the offline package: a zip without compression (an installer is compressed already), file by file and in pieces. */
export function writePackage(target: string, files: readonly { name: string; from: string | Buffer }[]): void {
  const out = openSync(target, 'w');
  try {
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      writeSync(out, chunk);
    });
    for (const { name, from } of files) {
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      if (typeof from === 'string') pump(from, entry);
      else entry.push(from, true);
    }
    zip.end();
  } finally {
    closeSync(out);
  }
}

function pump(path: string, entry: ZipPassThrough): void {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = Buffer.alloc(1024 * 1024);
      const read = readSync(file, chunk);
      entry.push(chunk.subarray(0, read), read === 0);
      if (read === 0) return;
    }
  } finally {
    closeSync(file);
  }
}
