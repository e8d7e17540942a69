import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { When } from '#renderer/components/status.tsx';
import bonds from './bonds.module.css';
import classes from './complaints.module.css';
import type { Meanwhile } from './use-pinned.ts';
import { useWords } from './use-words.ts';

/** One text of the form; `saved` is what stands in the complaint under the same name, `changed` that somebody else wrote it meanwhile. */
export type MyText = {
  readonly key: string;
  readonly label: string;
  readonly text: string;
  /** Nothing was written here, so it follows what is saved. */
  readonly untouched?: boolean;
  readonly saved?: string;
  readonly changed?: boolean;
  readonly onTake?: (text: string) => void;
};

interface SideBySideProps {
  readonly meanwhile: Meanwhile | null;
  readonly mine: readonly MyText[];
  readonly onSeen: () => void;
}

/** Somebody else changed the complaint while this form was being filled in: both versions beside each other, and the way on. */
export function SideBySide({ meanwhile, mine, onSeen }: SideBySideProps) {
  const { t } = useTranslation('bonds');
  const { t: tc } = useTranslation('complaints');
  const words = useWords();
  if (!meanwhile) return null;
  const lines = meanwhile.lines.slice(-4);
  const by = lines.findLast((line) => line.by !== '')?.by ?? '';
  const written = mine.filter((each) => !each.untouched);
  const contested = written.filter((each) => each.changed && each.saved !== each.text);
  return (
    <section className={classes.meanwhile} role="alert" aria-label={t('both.title')}>
      <IconUsers size={16} aria-hidden="true" />
      <div className="grow" style={{ minWidth: 0 }}>
        <div className="row gap-8">
          <p className="strong grow">{t('both.title')}</p>
          <Button size="xs" variant="default" onClick={onSeen}>
            {tc('meanwhile.seen')}
          </Button>
        </div>
        <div className={bonds.both}>
          <div className={bonds.side}>
            <h3 className="s12 tx-3 strong">{t('both.mine')}</h3>
            {written
              .filter((each) => each.text.trim() !== '' || each.changed)
              .map((each) => (
                <Written key={each.key} label={mine.length > 1 ? each.label : ''} text={each.text} empty={t('both.empty')} />
              ))}
          </div>
          <div className={bonds.side}>
            <h3 className="s12 tx-3 strong">{by === '' ? t('both.theirsNobody') : t('both.theirs', { name: by })}</h3>
            {contested.map((each) => (
              <div key={each.key}>
                <Written label={mine.length > 1 ? each.label : ''} text={each.saved ?? ''} empty={t('both.empty')} />
                <div className="row gap-6 wrap" style={{ margin: '4px 0' }}>
                  <Button size="xs" variant="default" onClick={() => each.onTake?.(each.saved ?? '')}>
                    {t('both.useTheirs')}
                  </Button>
                  <Button size="xs" variant="default" onClick={() => each.onTake?.(bothOf(each.text, each.saved ?? ''))}>
                    {t('both.useBoth')}
                  </Button>
                </div>
              </div>
            ))}
            {lines.length === 0 && contested.length === 0 ? <p>{tc('meanwhile.other')}</p> : null}
            {lines.map((line) => (
              <div key={line.id} style={{ marginTop: 2 }}>
                <span className="strong">{line.by || tc('log.program')}</span> {words.entry(line)} <When at={line.at} />
                {line.words && !contested.some((each) => each.saved === line.words) ? (
                  <div className={`tx-2 ${bonds.sideText}`}>{line.words}</div>
                ) : null}
              </div>
            ))}
          </div>
        </div>
        <p className="tx-2" style={{ marginTop: 6 }}>
          {t('both.kept')}
        </p>
      </div>
    </section>
  );
}

function Written({ label, text, empty }: { label: string; text: string; empty: string }) {
  return (
    <div style={{ marginTop: 2 }}>
      {label ? <span className="s12 tx-3">{label}</span> : null}
      <div className={bonds.sideText}>{text.trim() === '' ? <span className="tx-3">{empty}</span> : text}</div>
    </div>
  );
}

/** Theirs first, as it came first; what stands in both is not doubled. */
export function bothOf(mine: string, theirs: string): string {
  if (mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  return `${theirs.trimEnd()}\n${mine.trimStart()}`;
}
