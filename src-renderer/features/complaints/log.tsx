import {
  IconArrowUpRight,
  IconBookmark,
  IconBrandWechat,
  IconBuildingStore,
  IconBulb,
  IconCheck,
  IconClockExclamation,
  IconFileText,
  IconNote,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPlayerPause,
  type IconProps,
  IconTools,
  IconUserShare,
} from '@tabler/icons-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip, When } from '#renderer/components/status.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import type { CaseEntry } from './types.ts';
import { useWords } from './use-words.ts';

const KIND_ICONS: Readonly<Record<CaseEntry['kind'], ComponentType<IconProps>>> = {
  contact: IconPhoneOutgoing,
  note: IconNote,
  state: IconPlayerPause,
  assignment: IconUserShare,
  decision: IconBulb,
  rectification: IconTools,
  told: IconCheck,
  visit: IconPhoneCall,
  escalation: IconArrowUpRight,
  severity: IconArrowUpRight,
  cause: IconBulb,
  system: IconClockExclamation,
};

const WAITS: ReadonlySet<string> = new Set(['waiting', 'waiting_on']);

function iconOf(entry: CaseEntry): ComponentType<IconProps> {
  if (entry.kind === 'state' && !WAITS.has(entry.text)) return IconCheck;
  if (entry.kind !== 'contact' && entry.kind !== 'told') return KIND_ICONS[entry.kind];
  if (entry.channel === 'wechat') return IconBrandWechat;
  if (entry.channel === 'counter') return IconBuildingStore;
  if (entry.channel === 'paper') return IconFileText;
  return entry.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing;
}

/** How many of the newest lines are shown at first. */
const SHOWN = 12;

/** 联系记录: what people said and did, and between them what the program noted, oldest first. */
export function Log() {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const [all, setAll] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const { entries } = page;
  const older = all ? 0 : Math.max(0, entries.length - SHOWN);
  const last = entries.at(-1)?.id;
  useEffect(() => {
    // the newest line is what one came for
    if (last) end.current?.scrollIntoView({ block: 'nearest' });
  }, [last]);
  return (
    <div>
      <div className="row gap-8" style={{ minHeight: 28 }}>
        <h2 className="strong s13">{t('log.title')}</h2>
        <span className="tx-3 s12">{t('log.count', { count: entries.length, n: entries.length })}</span>
        {older > 0 ? (
          <button type="button" className={`link ${classes.small}`} style={{ minHeight: 24 }} onClick={() => setAll(true)}>
            {t('log.older', { count: older, n: older })}
          </button>
        ) : null}
      </div>
      <ul className={classes.logs}>
        {entries.slice(older).map((entry) => (
          <LogLine key={entry.id} entry={entry} />
        ))}
      </ul>
      <div ref={end} />
    </div>
  );
}

/** Lines about a text that is too long for the sentence. */
const LONG_TEXTS: ReadonlySet<string> = new Set(['amended_words', 'amended_wish']);

/** What stood there before; what stands there now is at the top of the page, or before the next change. */
function Before({ words }: { words: string }) {
  const { t } = useTranslation('complaints');
  return (
    <div className="tx-2 s13">
      <span className="tx-3">{t('log.before')}</span> <span className="pre">{words}</span>
    </div>
  );
}

function LogLine({ entry }: { entry: CaseEntry }) {
  const { t } = useTranslation('complaints');
  const words = useWords();
  const format = useFormat();
  const now = useNow(60_000);
  const Icon = iconOf(entry);
  return (
    <li className={classes.log} data-voided={entry.voided || undefined} data-kind={entry.kind}>
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      <div className="grow" style={{ minWidth: 0 }}>
        <div className={classes.logHead}>
          <b>{entry.by || t('log.program')}</b> {words.entry(entry)}
          {t('list.comma')}
          <When at={entry.at} />
          {entry.recordedLate ? (
            <span title={t('log.recordedAt', { time: format.dateTime(entry.recordedAt) })}> {t('log.late')}</span>
          ) : null}
          {entry.voided ? <span> {t('log.voided')}</span> : null}
        </div>
        {entry.words ? <div className="pre">{entry.words}</div> : null}
        {LONG_TEXTS.has(entry.text) && entry.values.before ? <Before words={String(entry.values.before)} /> : null}
        {entry.kind === 'cause' && entry.values.prevention ? (
          <div className="tx-2">{t('log.prevention', { words: entry.values.prevention })}</div>
        ) : null}
        <div className={classes.marked}>
          {entry.toldProgress && !entry.voided ? <Chip icon={IconCheck}>{t('log.toldProgress')}</Chip> : null}
          {entry.someoneElse && !entry.voided ? <Chip>{t('log.someoneElse')}</Chip> : null}
          {entry.promisedUntil !== null && !entry.voided ? (
            <span className={classes.promise}>
              <IconBookmark size={11} aria-hidden="true" />
              {t('log.promise', { time: format.near(entry.promisedUntil, now) })}
            </span>
          ) : null}
        </div>
      </div>
    </li>
  );
}
