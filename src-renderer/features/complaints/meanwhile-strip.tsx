import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { When } from '#renderer/components/status.tsx';
import classes from './complaints.module.css';
import type { Meanwhile } from './use-pinned.ts';
import { useWords } from './use-words.ts';

/** Somebody else changed the complaint while this form was being filled in: who, what, and the way on. */
export function MeanwhileStrip({ meanwhile, onSeen }: { meanwhile: Meanwhile | null; onSeen: () => void }) {
  const { t } = useTranslation('complaints');
  const words = useWords();
  if (!meanwhile) return null;
  const lines = meanwhile.lines.slice(-4);
  return (
    <div className={classes.meanwhile} role="alert">
      <IconUsers size={16} aria-hidden="true" />
      <div className="grow">
        <p className="strong">{t('meanwhile.title')}</p>
        {lines.length === 0 ? <p>{t('meanwhile.other')}</p> : null}
        {lines.map((line) => (
          <p key={line.id}>
            <span className="strong">{line.by || t('log.program')}</span> {words.entry(line)} <When at={line.at} />
            {line.words ? <span className="tx-2 clamp-2">{line.words}</span> : null}
          </p>
        ))}
        <p className="tx-2">{t('meanwhile.kept')}</p>
      </div>
      <Button size="xs" variant="default" onClick={onSeen}>
        {t('meanwhile.seen')}
      </Button>
    </div>
  );
}
