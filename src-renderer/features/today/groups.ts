import type { Todo } from '#shared/contract/today.ts';
import { dayOf } from '#shared/rules/zone.ts';

export const groupKeys = ['late', 'hour', 'today', 'later'] as const;
export type GroupKey = (typeof groupKeys)[number];
const HOUR = 3_600_000;

/** Where a line stands: overdue, within an hour, today, later. Zone = the centre's. */
export function groupOf(todo: Pick<Todo, 'dueAt'>, now: number, zone: string): GroupKey {
  if (todo.dueAt < now) return 'late';
  if (todo.dueAt - now <= HOUR) return 'hour';
  return dayOf(todo.dueAt, zone) === dayOf(now, zone) ? 'today' : 'later';
}

/** The lines by group, in their order; groups without a line are left out. */
export function grouped(todos: readonly Todo[], now: number, zone: string): { key: GroupKey; todos: Todo[] }[] {
  return groupKeys
    .map((key) => ({ key, todos: todos.filter((todo) => groupOf(todo, now, zone) === key) }))
    .filter((group) => group.todos.length > 0);
}
