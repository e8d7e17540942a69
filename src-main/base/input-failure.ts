import { Failure } from '#shared/contract/failure.ts';

/** What a schema says of a value that it refuses; zod's issues carry more than the standard asks for. */
type Issue = {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly origin?: string;
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
};

/** `guardians.0.phone`, as services name a field. */
const fieldOf = ({ path = [] }: Issue): string => path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');

function reasonOf({ code, origin, minimum }: Issue): string {
  if (code === 'too_big') return origin === 'string' ? 'too_long' : origin === 'array' ? 'too_many_given' : 'too_large';
  if (code === 'too_small') return origin === 'string' && Number(minimum) === 1 ? 'required' : 'too_small';
  return 'not_allowed';
}

/** The first thing that the contract refuses in an input, as a failure that a person can read. Source: architecture.md, habit 5. */
export function inputFailure(issues: readonly unknown[]): Failure {
  const issue = (issues[0] ?? {}) as Issue;
  const limit = issue.code === 'too_big' && issue.maximum !== undefined ? { limit: Number(issue.maximum) } : {};
  return new Failure('INVALID', { field: fieldOf(issue), reason: reasonOf(issue), ...limit });
}
