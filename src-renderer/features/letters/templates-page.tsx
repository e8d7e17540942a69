import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import type { LetterTemplate } from '#shared/contract/letters.ts';
import classes from './letters.module.css';
import { TemplateForm } from './template-form.tsx';

const KINDS = ['reply', 'record', 'phrase'] as const;

const fresh = (): LetterTemplate => ({
  id: '',
  kind: 'phrase',
  name: '',
  body: '',
  lang: currentLang(),
  builtin: '',
  changed: false,
  version: 0,
});
/** The same text before and after its first change, which gives it a row. */
const keyOf = (template: LetterTemplate): string => template.builtin || template.id;

/** 函件与常用答复: the texts that letters, forms and short replies begin with. */
export function TemplatesPage() {
  const { t } = useTranslation('letters');
  const query = useQuery(orpc.letters.templates.queryOptions({ input: { lang: currentLang() } }));
  const [picked, setPicked] = useState('reply');
  return (
    <div className="page">
      <PageHead
        title={t('templates.title')}
        note={t('templates.note')}
        actions={
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setPicked('')}>
            {t('templates.add')}
          </Button>
        }
      />
      <QueryView query={query}>
        {(rows) => {
          const shown = picked === '' ? fresh() : (rows.find((row) => keyOf(row) === picked) ?? rows[0] ?? fresh());
          return (
            <div className={classes.room}>
              <nav className={classes.templates} aria-label={t('templates.title')}>
                {KINDS.map((kind) => (
                  <section key={kind} aria-label={t(`kind.${kind}`)}>
                    <h2>{t(`kind.${kind}`)}</h2>
                    {rows
                      .filter((row) => row.kind === kind)
                      .map((row) => (
                        <button
                          key={keyOf(row)}
                          type="button"
                          className={classes.pick}
                          aria-current={keyOf(row) === keyOf(shown) ? 'true' : undefined}
                          onClick={() => setPicked(keyOf(row))}
                        >
                          <span className="grow ellipsis" title={row.name}>
                            {row.name}
                          </span>
                          {row.changed ? <Chip tone="line">{t('templates.changed')}</Chip> : null}
                        </button>
                      ))}
                  </section>
                ))}
              </nav>
              <TemplateForm
                key={keyOf(shown)}
                template={shown}
                onSaved={(id) => setPicked(shown.builtin || id)}
                onGone={() => setPicked('reply')}
              />
            </div>
          );
        }}
      </QueryView>
    </div>
  );
}
