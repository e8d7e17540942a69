import ts from 'typescript';
import { listSources } from './files.ts';
import type { Check } from './finding.ts';
import { each, parse, place } from './syntax.ts';

const PRODUCT = ['src-shared', 'src-main', 'src-renderer'];
const SUPPRESSION = /@ts-(ignore|expect-error|nocheck)|(biome|eslint|knip)-(ignore|disable)/;
/** The two clocks that everything else is given: the core's, and the page's that follows it. */
const CLOCKS = new Set(['src-main/base/clock.ts', 'src-renderer/lib/now.ts']);

/** Waits as long as a loaded machine may need. */
const PATIENT = 'tests/support/until.ts';

/** `any`, silenced tools, skipped and impatient tests, and clocks that nobody injected. */
export const habits: Check = async (root) => {
  const problems: string[] = [];
  const files = listSources(root, [...PRODUCT, 'scripts', 'tests']);
  for (const file of files) {
    const source = parse(root, file);
    const say = (node: ts.Node, what: string) => problems.push(`${place(file, source, node.getStart(source))} ${what}`);
    const inProduct = PRODUCT.some((folder) => file.startsWith(`${folder}/`));
    each(source, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) say(node, 'any');
      if (inProduct && !CLOCKS.has(file) && readsWallClock(node)) say(node, 'reads the wall clock; take a clock as an argument');
      if (file !== PATIENT && isShortWait(node)) say(node, `gives up after a second; ${PATIENT} waits longer`);
      if (isSwitchedOffTest(node)) say(node, 'a test that is skipped or runs alone');
    });
    for (const { pos, text } of comments(source)) if (SUPPRESSION.test(text)) problems.push(`${place(file, source, pos)} silences a tool`);
  }
  if (files.length === 0) problems.push('no sources were found');
  return { summary: `${files.length} files`, problems };
};

function readsWallClock(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'now' && ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return (
    ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date' && (node.arguments?.length ?? 0) === 0
  );
}

function isShortWait(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) && node.name.text === 'waitFor' && ts.isIdentifier(node.expression) && node.expression.text === 'vi'
  );
}

function isSwitchedOffTest(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  if (!['skip', 'only', 'todo', 'fixme'].includes(node.name.text)) return false;
  const on = node.expression;
  const name = ts.isPropertyAccessExpression(on) ? on.expression : on;
  return ts.isIdentifier(name) && ['it', 'test', 'describe', 'suite'].includes(name.text);
}

function comments(source: ts.SourceFile): { pos: number; text: string }[] {
  const text = source.text;
  const found = new Map<number, string>();
  each(source, (node) => {
    for (const range of [...(ts.getLeadingCommentRanges(text, node.pos) ?? []), ...(ts.getTrailingCommentRanges(text, node.end) ?? [])]) {
      found.set(range.pos, text.slice(range.pos, range.end));
    }
  });
  return [...found].map(([pos, words]) => ({ pos, text: words }));
}

const CHINESE = /\p{Script=Han}/u;
/** What is printed on keys in every language. */
const CAPS = new Set(['Ctrl', 'Alt', 'Shift', 'Tab', 'Enter', 'Esc']);
const READ_ATTRIBUTES = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'description', 'error']);

/**
 * Words that a person reads stand in locale files only. Refused: Chinese in any literal of the renderer or the core, Latin words as
 * text or as a read attribute of an element. Comments may say what they like.
 */
export const words: Check = async (root) => {
  const problems: string[] = [];
  const files = listSources(root, ['src-main', 'src-renderer']);
  for (const file of files) {
    const source = parse(root, file);
    const say = (node: ts.Node, what: string) =>
      problems.push(`${place(file, source, node.getStart(source))} ${what}: ${snippet(node, source)}`);
    each(source, (node) => {
      if (isLiteral(node) && CHINESE.test(node.text)) say(node, 'Chinese in code');
      if (ts.isJsxText(node) && !CHINESE.test(node.text) && /\p{L}{2}/u.test(node.text) && !CAPS.has(node.text.trim()))
        say(node, 'text in code');
      if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
        const name = node.name.getText(source);
        if (READ_ATTRIBUTES.has(name) && /\p{L}{2}/u.test(node.initializer.text)) say(node, 'text in code');
      }
    });
  }
  if (files.length === 0) problems.push('no sources were found');
  return { summary: `${files.length} files`, problems };
};

function isLiteral(node: ts.Node): node is ts.LiteralLikeNode {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node) ||
    ts.isJsxText(node) ||
    ts.isRegularExpressionLiteral(node)
  );
}

function snippet(node: ts.Node, source: ts.SourceFile): string {
  return node.getText(source).trim().replace(/\s+/g, ' ').slice(0, 60);
}
