import ts from 'typescript';
import { each, parse, place } from './syntax.ts';

/** A key put together from fixed text and values. */
export type KeyPattern = {
  /** as written, values shown as … */
  text: string;
  /** true when it stands in a call of `t`, so it must fit something */
  asked: boolean;
  fits(namespace: string, key: string): boolean;
};

export type Uses = {
  /** every fixed text of the code: a key among them counts as used */
  literals: Set<string>;
  /** keys in calls of `t`; no namespaces = the code does not say which; given = names of the values, null when they cannot be seen */
  asked: { key: string; namespaces: string[]; place: string; given: string[] | null }[];
  patterns: { pattern: KeyPattern; place: string }[];
};

/** What a key looks like; another function that happens to be called `t` is given other texts. */
const KEY = /^[\w.:-]+$/;

/** What the given sources ask of the locale files. */
export function collectUses(root: string, files: readonly string[], namespaces: readonly string[]): Uses {
  const uses: Uses = { literals: new Set(), asked: [], patterns: [] };
  for (const file of files) {
    const source = parse(root, file);
    const bound = boundNames(source);
    const at = (node: ts.Node) => place(file, source, node.getStart(source));
    const asked = new Set<ts.Node>();
    each(source, (node) => {
      const key = keyArgument(node);
      if (!key) return;
      const own = namespaceOption(node) ?? bound.get(key.callee) ?? [];
      const given = givenValues(node);
      for (const part of branches(key.argument)) {
        asked.add(part);
        if (ts.isStringLiteralLike(part) && KEY.test(part.text))
          uses.asked.push({ key: part.text, namespaces: own, place: at(part), given });
      }
    });
    each(source, (node) => {
      if (ts.isStringLiteralLike(node)) uses.literals.add(node.text);
      const parts = fixedParts(node);
      if (parts) {
        const pattern = toPattern(parts, asked.has(node), namespaces);
        if (pattern) uses.patterns.push({ pattern, place: at(node) });
      }
    });
  }
  return uses;
}

/** `const { t } = useTranslation('complaints')`: which namespaces a name of this file speaks for. */
function boundNames(source: ts.SourceFile): Map<string, string[]> {
  const bound = new Map<string, string[]>();
  each(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isCallExpression(node.initializer)) return;
    const call = node.initializer;
    if (!ts.isIdentifier(call.expression) || call.expression.text !== 'useTranslation' || !call.arguments[0]) return;
    const argument = call.arguments[0];
    const given = ts.isArrayLiteralExpression(argument) ? [...argument.elements] : [argument];
    const own = given.filter(ts.isStringLiteralLike).map((each) => each.text);
    const names = ts.isObjectBindingPattern(node.name)
      ? node.name.elements
          .filter((element) => (element.propertyName ?? element.name).getText(source) === 't')
          .map((element) => element.name.getText(source))
      : [node.name.getText(source)];
    for (const name of names) bound.set(name, [...(bound.get(name) ?? []), ...own]);
  });
  return bound;
}

function keyArgument(node: ts.Node): { callee: string; argument: ts.Expression } | undefined {
  if (ts.isJsxAttribute(node) && node.name.getText() === 'i18nKey' && node.initializer) {
    const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
    return value && ts.isExpression(value) ? { callee: '', argument: value } : undefined;
  }
  if (!ts.isCallExpression(node) || !node.arguments[0]) return undefined;
  const { expression } = node;
  if (ts.isIdentifier(expression) && /^t([A-Z]\w*)?$/.test(expression.text))
    return { callee: expression.text, argument: node.arguments[0] };
  if (ts.isPropertyAccessExpression(expression) && expression.name.text === 't') {
    const owner = expression.expression.getText();
    return { callee: owner, argument: node.arguments[0] };
  }
  return undefined;
}

/** Names of the values that a call of `t` hands over; null when they come from elsewhere. */
function givenValues(node: ts.Node): string[] | null {
  if (!ts.isCallExpression(node)) return null;
  const options = node.arguments[1];
  if (!options) return [];
  if (!ts.isObjectLiteralExpression(options)) return null;
  const named = options.properties.map((property) => (ts.isSpreadAssignment(property) ? undefined : property.name.getText()));
  return named.some((name) => name === undefined) ? null : (named as string[]);
}

function namespaceOption(node: ts.Node): string[] | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const options = node.arguments[1];
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  for (const property of options.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === 'ns' && ts.isStringLiteralLike(property.initializer)) {
      return [property.initializer.text];
    }
  }
  return undefined;
}

function branches(node: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(node)) return branches(node.expression);
  if (ts.isConditionalExpression(node)) return [...branches(node.whenTrue), ...branches(node.whenFalse)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...branches(node.left), ...branches(node.right)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(branches);
  return [node];
}

/** The fixed texts of a template or of a sum of texts, with gaps for values between them. */
function fixedParts(node: ts.Node): string[] | undefined {
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    if (ts.isStringLiteralLike(node.left)) return [node.left.text, ''];
    if (ts.isStringLiteralLike(node.right)) return ['', node.right.text];
  }
  return undefined;
}

/** Fixed text that could belong to a key: word characters, dots, a namespace; and enough of it to mean something. */
function toPattern(parts: string[], asked: boolean, namespaces: readonly string[]): KeyPattern | undefined {
  const fixed = parts.join('');
  if (!/^[\w.:-]+$/.test(fixed) || !/[a-zA-Z]/.test(fixed)) return undefined;
  // outside a call of t only text with a joint can be part of a key; anything else is too common
  if (!asked && !/[.:]/.test(fixed)) return undefined;
  const colon = parts[0]!.indexOf(':');
  const named = colon > 0 && namespaces.includes(parts[0]!.slice(0, colon));
  const expression = new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
  return {
    text: parts.join('…'),
    asked,
    fits: (namespace, key) =>
      expression.test(named ? `${namespace}:${key}` : key) || (parts[0] === '' && expression.test(`${namespace}:${key}`)),
  };
}
