import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { notesOf } from './changelog.ts';
import { writeNotices } from './notices.ts';
import { writeSbom } from './sbom.ts';

/** `node scripts/package/papers.ts dist`: what stands beside the installers of a release: bill of materials, licences, release notes. */

const root = join(import.meta.dirname, '..', '..');
const dist = process.argv[2] ?? join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const notes = notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);

const parts = await writeSbom(root, join(dist, `student-service-desk-${version}.cdx.json`));
const packages = await writeNotices(root, join(dist, `student-service-desk-${version}-notices.txt`));
writeFileSync(join(dist, 'notes.md'), `${notes['zh-CN']}\n\n${notes.en}\n`);
process.stdout.write(`bill of ${parts} materials, notices of ${packages} packages, notes of ${version}\n`);
