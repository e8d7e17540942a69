import { Button } from '@mantine/core';
import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { SkeletonRows } from '#renderer/components/skeletons.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Message } from '#shared/contract/messages.ts';
import classes from './bell.module.css';
import { askForNotices, noticePermission } from './notices.ts';
import { useOpenRef } from './use-open-ref.ts';
import { sentence } from './words.ts';

/** What the program told this person; what was seen here counts as read. */
export function BellPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['messages', 'common', 'shell']);
  const openRef = useOpenRef();
  const [permission, setPermission] = useState(noticePermission);
  // what was unread when the bell was opened stays marked while it is open
  const fresh = useRef(new Set<string>());
  const query = useInfiniteQuery(
    orpc.messages.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 30 }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  const { mutate: markRead } = useMutation(orpc.messages.markRead.mutationOptions());
  const messages = query.data?.pages.flatMap((page) => page.messages);
  const unread = (messages ?? []).filter((each) => each.readAt === null).map((each) => each.id);
  const waiting = unread.join(' ');
  useEffect(() => {
    const ids = waiting.split(' ').filter((id) => id !== '' && !fresh.current.has(id));
    if (ids.length === 0) return;
    for (const id of ids) fresh.current.add(id);
    markRead({ ids });
  }, [waiting, markRead]);

  const panel = useRef<HTMLDivElement>(null);
  const arrived = messages !== undefined;
  useEffect(() => {
    // opened by keyboard, the arrow of attention stands on the newest message
    if (arrived) panel.current?.querySelector<HTMLElement>('li button')?.focus({ preventScroll: true });
  }, [arrived]);

  function open({ ref }: Message): void {
    onClose();
    openRef(ref);
  }
  return (
    <div className={classes.panel} ref={panel}>
      <div className={classes.head}>
        <h2 className="strong">{t('shell:bell')}</h2>
        {permission === 'default' ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconBellRinging size={14} />}
            onClick={() => void askForNotices().then(setPermission)}
          >
            {t('allow')}
          </Button>
        ) : permission === 'denied' ? (
          <span className="s12 tx-3">{t('denied')}</span>
        ) : null}
      </div>
      {query.isError && !messages ? <FailurePanel error={query.error} reading inline onRetry={() => void query.refetch()} /> : null}
      {!messages && !query.isError ? <SkeletonRows /> : null}
      {messages?.length === 0 ? <EmptyState small icon={IconBell} title={t('none')} text={t('noneText')} /> : null}
      {messages && messages.length > 0 ? (
        <ul className={classes.list}>
          {messages.map((message) => (
            <li key={message.id}>
              <Line message={message} fresh={message.readAt === null || fresh.current.has(message.id)} onOpen={() => open(message)} />
            </li>
          ))}
        </ul>
      ) : null}
      {query.hasNextPage ? (
        <button type="button" className="link s13" style={{ padding: '8px 16px' }} onClick={() => void query.fetchNextPage()}>
          {t('common:do.loadMore')}
        </button>
      ) : null}
    </div>
  );
}

function Line({ message, fresh, onOpen }: { message: Message; fresh: boolean; onOpen: () => void }) {
  const { t } = useTranslation('messages');
  const format = useFormat();
  const now = useNow(60_000);
  const belated = message.dueAt !== null && message.at - message.dueAt > 60_000;
  return (
    <button type="button" className={classes.line} onClick={onOpen} data-fresh={fresh || undefined}>
      <span className={classes.dot} aria-hidden="true" />
      <span className="col grow">
        <span>
          {fresh ? <span className={classes.spoken}>{t('unread')}</span> : null}
          {sentence(t, format, message)}
        </span>
        <span className="s12 tx-3">
          {belated && message.dueAt !== null
            ? t('belated', { due: format.near(message.dueAt, now), at: format.near(message.at, now) })
            : format.near(message.at, now)}
        </span>
      </span>
    </button>
  );
}
