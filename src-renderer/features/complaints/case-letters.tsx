import { Button, Menu } from '@mantine/core';
import { IconFileText, IconMail, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';

/** Written replies and record forms of the complaint: what was issued, what was delivered, and a new one from a template. */
export function CaseLetters() {
  const { t } = useTranslation('letters');
  const format = useFormat();
  const { complaint, may } = useCase().page;
  const query = useQuery(orpc.letters.list.queryOptions({ input: { complaintId: complaint.id } }));
  return (
    <Section title={t('title')} className={classes.card} right={may.handle ? <NewLetter complaintId={complaint.id} /> : undefined}>
      {query.data?.length === 0 ? <p className="s13 tx-3">{t('none')}</p> : null}
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {query.data?.map((letter) => {
          const Icon = letter.number === null ? IconPencil : letter.kind === 'reply' ? IconMail : IconFileText;
          return (
            <li key={letter.id} className={classes.task}>
              <Icon size={15} color="var(--tx-3)" aria-hidden="true" />
              <span className="grow" style={{ minWidth: 0 }}>
                <Link to="/letters/$id" params={{ id: letter.id }} className={`link ${classes.usual}`}>
                  {letter.number === null ? letter.title : `${letter.number} ${letter.title}`}
                </Link>
                <span className="s12 tx-3" style={{ display: 'block' }}>
                  {letter.issuedAt === null
                    ? t('draftBy', { by: letter.createdBy })
                    : letter.deliveredAt === null
                      ? t('notDelivered', { time: format.dateTime(letter.issuedAt) })
                      : t('deliveredAt', { time: format.dateTime(letter.deliveredAt) })}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function NewLetter({ complaintId }: { complaintId: string }) {
  const { t } = useTranslation('letters');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const templates = useQuery(orpc.letters.templates.queryOptions({ input: { lang: currentLang() } }));
  async function begin(templateId: string): Promise<void> {
    setBusy(true);
    try {
      const { id } = await client.letters.create({ complaintId, templateId, lang: currentLang(), key: crypto.randomUUID() });
      await navigate({ to: '/letters/$id', params: { id } });
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button size="xs" variant="default" loading={busy}>
          {t('write')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('write')}>
        {templates.data
          ?.filter((template) => template.kind !== 'phrase')
          .map((template) => (
            <Menu.Item key={template.id} onClick={() => void begin(template.id)}>
              {template.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
