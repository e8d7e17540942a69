import { Button } from '@mantine/core';
import { IconBulb, IconSwitch3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Keys } from '#renderer/components/key-cap.tsx';
import { CategoryLabel, SeverityChip } from '#renderer/components/status.tsx';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { CategoryFields, type Classified } from './category-fields.tsx';
import classes from './complaints.module.css';
import type { Proposal } from './types.ts';

interface ProposalFieldProps {
  readonly proposal: Proposal | undefined;
  readonly hasWords: boolean;
  readonly byHand: Classified | null;
  readonly onByHand: (next: Classified | null) => void;
}

/** What the words suggest, by which rule, and what else it could be; the person decides. */
export function ProposalField({ proposal, hasWords, byHand, onByHand }: ProposalFieldProps) {
  const { t } = useTranslation(['complaints', 'common']);
  const shown: Classified = byHand ?? proposal ?? { category: 'service', subcategory: '', severity: 'general' };
  const change = () => onByHand(byHand ? null : { category: shown.category, subcategory: shown.subcategory, severity: shown.severity });
  useShortcut('form.change', change);
  const words = [...new Set(proposal?.matches.map((match) => match.word) ?? [])];
  return (
    <div className={classes.proposal}>
      <div className="row gap-8">
        <IconBulb size={16} color="var(--ac)" aria-hidden="true" />
        {byHand ? (
          <CategoryFields value={byHand} onChange={onByHand} autoFocus />
        ) : (
          <>
            <span className="tx-3 s13">{t('field.category')}</span>
            <span className={classes.pick}>
              <CategoryLabel category={shown.category} sub={shown.subcategory} />
            </span>
            <span className="tx-3 s13">{t('field.severity')}</span>
            <span className={classes.pick}>
              <SeverityChip severity={shown.severity} />
            </span>
          </>
        )}
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className="end"
          style={{ flex: 'none' }}
          leftSection={<IconSwitch3 size={14} />}
          rightSection={<Keys id="form.change" />}
          onClick={change}
        >
          {byHand ? t('record.useProposal') : t('record.changeProposal')}
        </Button>
      </div>
      <p className={classes.reason} aria-live="polite">
        {!hasWords
          ? t('record.proposalLater')
          : proposal?.rule
            ? t('record.proposalWhy', {
                words: words.map((word) => t('record.quoted', { word })).join(''),
                n: proposal.rule.number,
                note: proposal.rule.note,
              })
            : t('record.proposalNone')}
      </p>
      {proposal && proposal.alternatives.length > 0 ? (
        <p className={classes.reason}>
          {t('record.couldBe')}{' '}
          {proposal.alternatives.slice(0, 2).map((other) => (
            <span key={other.category}>
              <button
                type="button"
                className="link"
                onClick={() => onByHand({ category: other.category, subcategory: other.subcategory, severity: shown.severity })}
              >
                {t(`common:category.${other.category}`)}
                {other.subcategory ? t('record.subOf', { sub: other.subcategory }) : ''}
              </button>
              {t('record.couldBeWhy', { words: other.words.map((word) => t('record.quoted', { word })).join('') })}{' '}
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}
