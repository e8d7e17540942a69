import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconRestore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '#renderer/components/confirm-dialog.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { CategoryLabel, Chip, SeverityChip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useChange } from '#renderer/lib/use-change.ts';
import { Heard } from './heard.tsx';
import { type Rule, RuleDialog } from './rule-dialog.tsx';
import classes from './triage.module.css';

/** The rules behind the proposal of the record dialog: to read, to try, to change. */
export function RulesTab() {
  const { t } = useTranslation('triage');
  const manages = useRight('settings.manage') !== undefined;
  const query = useQuery(orpc.triage.rules.queryOptions({ input: { lang: currentLang() } }));
  const [words, setWords] = useState('');
  const [tried] = useDebouncedValue(words, 200);
  const [open, setOpen] = useState<Rule | 'new' | null>(null);
  const [asking, setAsking] = useState(false);
  const { busy, change } = useChange();
  const altered = query.data?.some((rule) => rule.changed) ?? false;
  return (
    <>
      <div className={classes.tryBox}>
        <Textarea
          aria-label={t('try.label')}
          placeholder={t('try.hint')}
          minRows={3}
          autosize
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Heard words={tried} draft={null} />
      </div>
      {manages ? (
        <div className="row gap-8 pad" style={{ paddingBlock: 8 }}>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
            {t('rule.add')}
          </Button>
          {altered ? (
            <Button size="xs" variant="subtle" color="gray" leftSection={<IconRestore size={14} />} onClick={() => setAsking(true)}>
              {t('rule.resetAll')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <QueryView query={query}>
        {(rules) => (
          <ScrollRoom label={t('tab.rules')}>
            <table className={classes.rules}>
              <colgroup>
                <col style={{ width: '4.5rem' }} />
                <col style={{ width: '17rem' }} />
                <col />
                <col style={{ width: '11rem' }} />
                <col style={{ width: '6rem' }} />
                <col style={{ width: '6.5rem' }} />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('rule.number')}</th>
                  <th scope="col">{t('rule.note')}</th>
                  <th scope="col">{t('rule.words')}</th>
                  <th scope="col">{t('rule.category')}</th>
                  <th scope="col">{t('rule.severity')}</th>
                  <th scope="col">{t('rule.state')}</th>
                </tr>
              </thead>
              <tbody>
                {rules.map((rule) => (
                  <tr key={rule.id} data-off={!rule.active || undefined}>
                    <td className="tx-3">{rule.number}</td>
                    <td>
                      {manages ? (
                        <button type="button" className="link" style={{ whiteSpace: 'normal' }} onClick={() => setOpen(rule)}>
                          {rule.note}
                        </button>
                      ) : (
                        rule.note
                      )}
                    </td>
                    <td className="s13 tx-2">
                      <span className="clamp-2" title={rule.groups.map((group) => group.join(t('rule.comma'))).join(t('rule.and'))}>
                        {rule.groups.map((group) => group.join(t('rule.comma'))).join(t('rule.and'))}
                      </span>
                    </td>
                    <td>
                      {rule.category ? (
                        <CategoryLabel category={rule.category} sub={rule.subcategory} />
                      ) : (
                        <span className="tx-3">{t('rule.any')}</span>
                      )}
                    </td>
                    <td>
                      <SeverityChip severity={rule.severity} />
                    </td>
                    <td>
                      {!rule.active ? (
                        <Chip tone="line">{t('rule.off')}</Chip>
                      ) : !rule.shipped ? (
                        <Chip tone="accent">{t('rule.own')}</Chip>
                      ) : rule.changed ? (
                        <Chip tone="accent">{t('rule.changed')}</Chip>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRoom>
        )}
      </QueryView>
      {open ? (
        <RuleDialog key={open === 'new' ? 'new' : open.id} rule={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
      <ConfirmDialog
        opened={asking}
        title={t('rule.resetAllTitle')}
        action={t('rule.resetAll')}
        danger
        busy={busy}
        onCancel={() => setAsking(false)}
        onConfirm={() => void change(() => client.triage.resetRules(), t('done.resetRules')).then(() => setAsking(false))}
      >
        {t('rule.resetAllText')}
      </ConfirmDialog>
    </>
  );
}
