import { readFileSync, writeFileSync } from 'node:fs';
import { readLicences, shippedPackages } from '../checks/licences.ts';

/** Writes names and licence texts of all packages that go out with the program, as their licences ask. Answers how many. */
export async function writeNotices(root: string, file: string): Promise<number> {
  const shipped = shippedPackages(root);
  const parts: string[] = [];
  for (const [name, info] of Object.entries(await readLicences(root)).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!shipped.has((info.path ?? '').slice(root.length + 1).replaceAll('\\', '/'))) continue;
    const text = info.licenseFile && /licen[cs]e|copying/i.test(info.licenseFile) ? readFileSync(info.licenseFile, 'utf8').trim() : '';
    parts.push(
      [`${name} (${[info.licenses].flat().join(', ')})`, info.publisher ? `by ${info.publisher}` : '', text]
        .filter((line) => line !== '')
        .join('\n'),
    );
  }
  writeFileSync(file, `${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
  return parts.length;
}
