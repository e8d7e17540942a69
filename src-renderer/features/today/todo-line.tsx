import { Box, Button } from '@mantine/core';
import {
  IconArrowsExchange,
  IconArrowUpRight,
  IconBookmark,
  IconCircleCheck,
  IconEyeCheck,
  IconHourglass,
  IconMessageReport,
  IconPhoneCall,
  type IconProps,
  IconUserCheck,
} from '@tabler/icons-react';
import type { ComponentType, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '#renderer/components/key-cap.tsx';
import { Due, When } from '#renderer/components/status.tsx';
import type { Todo } from '#shared/contract/today.ts';
import classes from './today.module.css';

const ICONS: Readonly<Record<Todo['kind'], ComponentType<IconProps>>> = {
  clock: IconMessageReport,
  accept: IconUserCheck,
  hand_over: IconArrowsExchange,
  escalation: IconArrowUpRight,
  promise: IconBookmark,
  follow_up: IconPhoneCall,
  visit: IconPhoneCall,
  verify: IconEyeCheck,
  close: IconCircleCheck,
  extension: IconHourglass,
};

/** What is to be done, in words: the clock names it, else the kind. */
export function whatKey(todo: Todo): string {
  return todo.kind === 'clock' ? `what.clock.${todo.clock ?? 'resolution'}` : `what.${todo.kind}`;
}

/** The last millisecond of a day is written 24:00. */
function endOf(dueAt: number): number {
  return dueAt % 60_000 === 59_999 ? dueAt + 1 : dueAt;
}

interface TodoLineProps {
  readonly todo: Todo;
  readonly current: boolean;
  readonly busy: boolean;
  readonly onOpen: () => void;
  readonly onAct: () => void;
}

/** One thing to do: what, for whom, the words, the time left. The line under the cursor has its button. */
export function TodoLine({ todo, current, busy, onOpen, onAct }: TodoLineProps) {
  const { t } = useTranslation('today');
  const Icon = ICONS[todo.kind];
  const who =
    todo.relation && todo.relation !== 'self' ? t('whose', { student: todo.who, relation: t(`relation.${todo.relation}`) }) : todo.who;
  const act = t(todo.kind === 'clock' ? `act.clock.${todo.clock ?? 'resolution'}` : `act.${todo.kind}`);
  const shown = todo.ref.number || todo.owner || t('openShort');
  function onClick(event: MouseEvent<HTMLElement>): void {
    if (event.target instanceof Element && event.target.closest('button')) return;
    onOpen();
  }
  return (
    <Box component="li" className={classes.line} data-cursor={current || undefined} data-todo={todo.key} onClick={onClick}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span className={`${classes.what} medium ellipsis`}>{t(whatKey(todo))}</span>
      <span className={`${classes.who} medium ellipsis`} title={who}>
        {who}
      </span>
      <span className="grow ellipsis tx-2" title={todo.words}>
        {todo.words}
      </span>
      {current ? (
        <Button size="xs" loading={busy} rightSection={<Keys id="list.act" />} onClick={onAct}>
          {act}
        </Button>
      ) : (
        <button
          type="button"
          className={`${classes.number} s12`}
          onClick={onOpen}
          aria-label={`${shown} ${t('openLine', { what: t(whatKey(todo)), who })}`}
        >
          {shown}
        </button>
      )}
      <span className={`${classes.left} s13`}>
        <Due dueAt={todo.dueAt} />
      </span>
      <span className={`${classes.moment} tx-3 s12 nowrap`}>
        <When at={endOf(todo.dueAt)} due />
      </span>
    </Box>
  );
}
