import {
  IconArrowBackUp,
  IconCheck,
  IconMessageReport,
  IconMessages,
  IconPhoneCall,
  type IconProps,
  IconReceiptYuan,
  IconTableImport,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { Section } from '#renderer/components/page-head.tsx';
import { SkeletonRows } from '#renderer/components/skeletons.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import type { TimelineItem } from '#shared/contract/students.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { kinds } from './place.ts';
import classes from './students.module.css';

type Kind = (typeof kinds)[number];
const ICONS: Readonly<Record<TimelineItem['kind'], ComponentType<IconProps>>> = {
  enrolment: IconReceiptYuan,
  lessons: IconCheck,
  complaint: IconMessageReport,
  contact: IconMessages,
  'follow-up': IconPhoneCall,
  import: IconTableImport,
  change: IconArrowBackUp,
};
/** Entries of the ledger carry a day and no hour. */
const WHOLE_DAY: ReadonlySet<TimelineItem['kind']> = new Set(['enrolment', 'lessons']);

/** 经过: everything that happened with the student, newest first, by kind. */
export function Timeline({ id, kind, onKind }: { id: string; kind: Kind; onKind: (kind: Kind) => void }) {
  const { t } = useTranslation(['students', 'common']);
  const query = useInfiniteQuery(
    orpc.students.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, kinds: kind === 'all' ? [] : [kind], cursor, limit: 50 }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <div className="pad" style={{ paddingTop: 8 }}>
      <Section
        title={t('timeline.title')}
        right={
          <fieldset className={classes.kinds} style={{ border: 0, margin: 0, padding: 0 }} aria-label={t('timeline.filter')}>
            {kinds.map((each) => (
              <button key={each} type="button" className={classes.kindButton} aria-pressed={each === kind} onClick={() => onKind(each)}>
                {t(`timeline.kind.${each}`)}
              </button>
            ))}
          </fieldset>
        }
      >
        {query.isError && !items ? <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} /> : null}
        {!items && !query.isError ? <SkeletonRows height={33} /> : null}
        {items?.length === 0 ? <p className="tx-3 s13">{t(kind === 'all' ? 'timeline.nothingYet' : 'timeline.nothing')}</p> : null}
        {items?.map((item) => (
          <Event key={item.id} item={item} />
        ))}
        {query.hasNextPage ? (
          <button type="button" className="link s13" style={{ paddingBlock: 8 }} onClick={() => void query.fetchNextPage()}>
            {t('common:do.loadMore')}
          </button>
        ) : null}
      </Section>
    </div>
  );
}

function Event({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('students');
  const format = useFormat();
  const today = useToday();
  const Icon = ICONS[item.kind];
  const values: Record<string, string | number> = { ...item.values };
  for (const key of ['halves', 'gift']) if (typeof values[key] === 'number') values[key] = format.lessons(Math.abs(Number(values[key])));
  const gift = typeof item.values.gift === 'number' && item.values.gift > 0;
  const count = Math.abs(Number(item.values.halves ?? 2)) / 2;
  const said = t(`event.${item.text}${gift ? '_gift' : ''}`, { ...values, count });
  return (
    <div className={classes.event}>
      <time className={`${classes.day} s12 tx-3`} title={format.dateTime(item.at)}>
        {format.nearDay(dayOf(item.at, format.zone), today)}
      </time>
      <span className={`${classes.clock} s12 tx-3`}>{WHOLE_DAY.has(item.kind) ? '' : format.time(item.at)}</span>
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      <span className={`${classes.kind} s13 medium`}>{t(`timeline.kind.${item.kind}`)}</span>
      <span className="grow ellipsis tx-2" title={said}>
        {said}
      </span>
      <span className="s12 tx-3 nowrap">
        {item.by && item.kind !== 'complaint' ? <span style={{ marginInlineEnd: 12 }}>{item.by}</span> : null}
        {item.ref?.kind === 'complaint' ? (
          <Link to="/complaints/$id" params={{ id: item.ref.id }} className="link">
            {item.ref.label}
          </Link>
        ) : null}
      </span>
    </div>
  );
}
