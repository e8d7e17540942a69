import { ActionIcon, Button } from '@mantine/core';
import { IconArrowMerge, IconLink, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { client } from '#renderer/lib/client.ts';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './bonds.module.css';
import { useCase } from './case-context.tsx';
import pageClasses from './complaints.module.css';
import { StateLabel } from './state-label.tsx';
import type { CaseLink } from './types.ts';

/** 相关投诉: what it is tied to, both ways, and what went into it. */
export function BondsPanel() {
  const { t } = useTranslation('bonds');
  const { page, open } = useCase();
  const { links, merged, may } = page;
  const changes = may.handle && page.complaint.mergedInto === null;
  if (links.length === 0 && merged.length === 0) return null;
  return (
    <Section
      title={t('related')}
      className={pageClasses.card}
      right={
        changes ? (
          <Button size="xs" variant="subtle" color="gray" onClick={() => open({ kind: 'link' })}>
            {t('add')}
          </Button>
        ) : null
      }
    >
      {merged.map((each) => (
        <MergedLine key={each.id} merged={each} />
      ))}
      {links.map((link) => (
        <LinkLine key={link.id} link={link} removable={changes && link.kind !== 'split_from'} />
      ))}
    </Section>
  );
}

function MergedLine({ merged }: { merged: ReturnType<typeof useCase>['page']['merged'][number] }) {
  const { t } = useTranslation('bonds');
  const format = useFormat();
  const now = useNow(60_000);
  return (
    <div className={classes.bond}>
      <IconArrowMerge size={15} color="var(--tx-3)" aria-hidden="true" style={{ marginTop: 3, flex: 'none' }} />
      <span className="grow">
        <span className="tx-3">{t('merged')}</span>{' '}
        <Link to="/complaints/$id" params={{ id: merged.id }} className="link">
          {merged.number}
        </Link>
        <span className="tx-3 s12" style={{ display: 'block' }}>
          {t('mergedAt', { by: merged.by, time: merged.at === null ? '' : format.near(merged.at, now) })}
        </span>
      </span>
    </div>
  );
}

function LinkLine({ link, removable }: { link: CaseLink; removable: boolean }) {
  const { t } = useTranslation('bonds');
  const { act } = useCase();
  const { other } = link;
  return (
    <div className={classes.bond}>
      <IconLink size={15} color="var(--tx-3)" aria-hidden="true" style={{ marginTop: 3, flex: 'none' }} />
      <span className="grow" style={{ minWidth: 0 }}>
        <span className="row gap-6">
          <span className="tx-3 nowrap">{t(`kind.${link.direction}.${link.kind}`)}</span>
          <Link to="/complaints/$id" params={{ id: other.id }} className="link nowrap">
            {other.number}
          </Link>
          <StateLabel state={other.state} />
        </span>
        <span className="ellipsis tx-2" style={{ display: 'block' }} title={other.words}>
          {other.words}
        </span>
      </span>
      {removable ? (
        <ActionIcon
          size={24}
          aria-label={t('unlink', { number: other.number })}
          onClick={() => act((now) => client.complaints.unlink({ ...now, linkId: link.id }), t('done.unlink'))}
        >
          <IconX size={14} />
        </ActionIcon>
      ) : null}
    </div>
  );
}
