import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a source, kept for the next check that asks. */
export function parse(root: string, file: string): ts.SourceFile {
  const path = join(root, file);
  let source = parsed.get(path);
  if (!source) {
    const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, kind);
    parsed.set(path, source);
  }
  return source;
}

/** Calls `visit` for each node of a source, parents first. */
export function each(source: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, walk);
  };
  walk(source);
}

/** `path:line` of a node, as editors open it. */
export function place(file: string, source: ts.SourceFile, position: number): string {
  return `${file}:${source.getLineAndCharacterOfPosition(position).line + 1}`;
}
