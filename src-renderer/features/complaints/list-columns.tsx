import { IconArrowUpRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import type { Column } from '#renderer/components/data-table.tsx';
import { CategoryLabel, Chip, Due, SeverityChip, Status } from '#renderer/components/status.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { ComplaintListRow, ComplaintRow, ListColumn } from '#shared/contract/complaint-list.ts';
import classes from './complaints.module.css';
import { StateLabel } from './state-label.tsx';

/** ↗ 1 级 */
export function LevelMark({ level }: { level: number }) {
  const { t } = useTranslation('complaints');
  if (level === 0) return null;
  return (
    <span className={classes.level}>
      <IconArrowUpRight size={12} aria-hidden="true" />
      {t('level', { n: level })}
    </span>
  );
}

function NextClock({ row }: { row: ComplaintRow }) {
  const { t } = useTranslation('complaints');
  // who was given it has to take it first; the clock behind it runs on all the same
  if (row.nextClock === null || row.nextDueAt === null) return <span className="tx-3">—</span>;
  return (
    <span className={classes.next}>
      <span className={classes.clock}>{t(`clock.${row.nextClock}`)}</span>
      {row.paused ? <Status kind="paused" /> : <Due dueAt={row.nextDueAt} />}
    </span>
  );
}

const quiet = (text: string) => <span className="s13 ellipsis">{text || <span className="tx-3">—</span>}</span>;

/** The chosen columns of the list, in the order of the design. */
export function useComplaintColumns(chosen: readonly ListColumn[]): readonly Column<ComplaintListRow>[] {
  const { t } = useTranslation(['complaints', 'common', 'views']);
  const format = useFormat();
  const all = useMemo(
    (): (Column<ComplaintListRow> & { key: ListColumn })[] => [
      { key: 'number', head: t('field.number'), width: 122, cell: (row) => <span className="tx-2 s13 nowrap">{row.number}</span> },
      {
        key: 'student',
        head: t('field.students'),
        width: 92,
        title: (row) => row.student,
        cell: (row) =>
          row.student.length > 6 ? (
            <span className="clamp-2 s13 medium">{row.student}</span>
          ) : (
            <span className="medium">{row.student || <span className="tx-3">—</span>}</span>
          ),
      },
      { key: 'words', head: t('field.words'), title: (row) => row.words, cell: (row) => <span className="ellipsis">{row.words}</span> },
      {
        key: 'category',
        head: t('field.category'),
        width: { zh: 122, en: 150 },
        title: (row) => `${t(`common:category.${row.category}`)} ${row.subcategory}`.trim(),
        cell: (row) => (
          <span className="s13">
            <CategoryLabel category={row.category} sub={row.subcategory} />
          </span>
        ),
      },
      { key: 'severity', head: t('field.severity'), width: { zh: 72, en: 100 }, cell: (row) => <SeverityChip severity={row.severity} /> },
      {
        key: 'owner',
        head: t('field.owner'),
        width: 92,
        title: (row) => row.owner?.name ?? '',
        cell: (row) =>
          row.owner ? (
            <span className="row gap-6 s13">
              <Avatar name={row.owner.name} size={20} />
              <span className="ellipsis">{row.owner.name}</span>
            </span>
          ) : (
            <span className="tx-3 s13">{t('noOwner')}</span>
          ),
      },
      { key: 'next', head: t('field.next'), width: { zh: 196, en: 218 }, cell: (row) => <NextClock row={row} /> },
      {
        key: 'state',
        head: t('field.state'),
        width: { zh: 132, en: 170 },
        cell: (row) => (
          <span className="row gap-8 s13">
            <StateLabel state={row.state} />
            <LevelMark level={row.level} />
          </span>
        ),
      },
      {
        key: 'received',
        head: t('views:column.received'),
        width: { zh: 150, en: 170 },
        cell: (row) => <span className="s13 nowrap">{format.dateTime(row.receivedAt)}</span>,
      },
      { key: 'channel', head: t('views:column.channel'), width: 84, cell: (row) => quiet(t(`channel.${row.more.channel}`)) },
      {
        key: 'complainant',
        head: t('views:column.complainant'),
        width: 104,
        title: (row) => row.more.complainant,
        cell: (row) => quiet(row.more.complainant),
      },
      {
        key: 'about',
        head: t('views:column.about'),
        width: { zh: 110, en: 150 },
        title: (row) => row.more.about,
        cell: (row) => quiet(row.more.about),
      },
      {
        key: 'firstContact',
        head: t('views:column.firstContact'),
        width: { zh: 92, en: 120 },
        cell: (row) => quiet(row.more.firstContact),
      },
      {
        key: 'tags',
        head: t('views:column.tags'),
        width: 150,
        title: (row) => row.more.tags.join(t('list.and')),
        cell: (row) => (
          <span className="row gap-4 ellipsis">
            {row.more.tags.map((tag) => (
              <Chip key={tag} tone="plain">
                {tag}
              </Chip>
            ))}
          </span>
        ),
      },
      {
        key: 'cause',
        head: t('views:column.cause'),
        width: 140,
        title: (row) => row.more.rootCause,
        cell: (row) => quiet(row.more.rootCause),
      },
      {
        key: 'closed',
        head: t('views:column.closed'),
        width: { zh: 150, en: 170 },
        cell: (row) => <span className="s13 nowrap">{row.more.closedAt === null ? '—' : format.dateTime(row.more.closedAt)}</span>,
      },
    ],
    [t, format],
  );
  const keys = chosen.join();
  return useMemo(() => all.filter((column) => keys.split(',').includes(column.key)), [all, keys]);
}
