import { Button, Collapse, CopyButton, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import type { FittingScript } from './types.ts';

/** 话术: what was agreed to be said in such a case, with the values of this complaint put in; one click puts it into the reply. */
export function ScriptsPanel({ onInsert }: { onInsert: (text: string) => void }) {
  const { t } = useTranslation('scripts');
  const { complaint } = useCase().page;
  const query = useQuery(orpc.scripts.fitting.queryOptions({ input: { complaintId: complaint.id, lang: currentLang() } }));
  const [open, setOpen] = useState<string | null>(null);
  const over = complaint.state === 'closed' || complaint.state === 'withdrawn' || complaint.mergedInto !== null;
  if (over || !query.data || query.data.length === 0) return null;
  const used = (id: string): void => {
    // a count for the library; a reply must not wait for it, or fail with it
    client.scripts.used({ id, complaintId: complaint.id }).catch(() => undefined);
  };
  return (
    <Section title={t('panel.title')} className={classes.card}>
      <ul className={classes.scripts}>
        {query.data.map((script) => (
          <li key={script.id}>
            <UnstyledButton
              className={classes.scriptHead}
              aria-expanded={open === script.id}
              onClick={() => setOpen((now) => (now === script.id ? null : script.id))}
            >
              <IconChevronRight size={14} className={classes.scriptMark} aria-hidden="true" />
              <span className="grow ellipsis" title={script.title}>
                {script.title}
              </span>
              <Why script={script} />
            </UnstyledButton>
            <Collapse expanded={open === script.id}>
              <div className={classes.script}>
                {script.question === '' ? null : <p className="tx-3">{t('panel.question', { words: script.question })}</p>}
                <p className="pre">{script.answer}</p>
                <Points title={t('field.mention')} points={script.mention} />
                <Points title={t('field.avoid')} points={script.avoid} />
                <div className="row gap-8">
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => {
                      onInsert(script.answer);
                      used(script.id);
                    }}
                  >
                    {t('panel.insert')}
                  </Button>
                  <CopyButton value={script.answer}>
                    {({ copied, copy }) => (
                      <Button
                        size="xs"
                        variant="subtle"
                        color="gray"
                        onClick={() => {
                          copy();
                          used(script.id);
                        }}
                      >
                        {t(copied ? 'panel.copied' : 'panel.copy')}
                      </Button>
                    )}
                  </CopyButton>
                </div>
              </div>
            </Collapse>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Why({ script }: { script: FittingScript }) {
  const { t } = useTranslation(['scripts', 'common']);
  const { category } = useCase().page.complaint;
  const { why } = script;
  const words = why.words.slice(0, 2).join(t('panel.comma'));
  const said =
    words !== ''
      ? t('panel.whyWords', { words })
      : why.category
        ? t('panel.whyCategory', { category: t(`common:category.${category}`) })
        : '';
  return <span className="s12 tx-3 nowrap">{said}</span>;
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <div>
      <span className="tx-3">{title}</span>
      <ul className={classes.points}>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}
