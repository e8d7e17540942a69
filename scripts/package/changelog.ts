/** The words of one version in CHANGELOG.md: a Chinese list, then a paragraph that begins with "In English:". */
export function notesOf(changelog: string, version: string): { 'zh-CN': string; en: string } {
  const parts = changelog.split(/^## /m).slice(1);
  const part = parts.find((each) => each.split('\n', 1)[0]?.trim().split(/\s/)[0] === version);
  if (part === undefined) throw new Error(`CHANGELOG.md says nothing of ${version}`);
  const body = part.slice(part.indexOf('\n') + 1);
  const [chinese = '', english = ''] = body.split(/^In English:\s*/m);
  const notes = { 'zh-CN': chinese.trim(), en: english.replaceAll(/\s*\n\s*/g, ' ').trim() };
  if (notes['zh-CN'] === '' || notes.en === '') throw new Error(`CHANGELOG.md has ${version} in one language only`);
  return notes;
}
