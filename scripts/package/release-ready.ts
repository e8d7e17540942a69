import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notesOf } from './changelog.ts';

/**
 * The first step of a release: everything that it needs is there, so that it does not end half way. Runs on bare Node, before anything
 * is installed; it says the names of what is missing, never a value.
 */

const root = join(import.meta.dirname, '..', '..');
const { env } = process;
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const problems: string[] = [];
const want = (...names: string[]): void => {
  for (const name of names) if (!env[name]) problems.push(`${name} is not set`);
};

const { version } = JSON.parse(read('package.json')) as { version: string };
if (env.TAG !== `v${version}`) problems.push(`the tag is ${env.TAG}, package.json says ${version}`);
try {
  notesOf(read('CHANGELOG.md'), version);
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
}

want('DESK_UPDATE_FEED', 'DESK_UPDATE_KEY', 'CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER');
if (env.AZURE_SIGNING) want('AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET');
else want('WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD');
if (env.DESK_UPDATE_FEED && !env.DESK_UPDATE_FEED.startsWith('https://')) problems.push('DESK_UPDATE_FEED is not an https address');
if (env.DESK_UPDATE_KEY) {
  const { keys } = JSON.parse(read('scripts', 'package', 'update-keys.json')) as { keys: string[] };
  try {
    const spki = createPublicKey(env.DESK_UPDATE_KEY).export({ format: 'der', type: 'spki' }).toString('base64');
    if (!keys.includes(spki)) problems.push('the public half of DESK_UPDATE_KEY is not in scripts/package/update-keys.json');
  } catch {
    problems.push('DESK_UPDATE_KEY is no private key in PEM');
  }
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(problems.length === 0 ? `ready to release ${version}\n` : `not released: ${problems.length} missing\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
