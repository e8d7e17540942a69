import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { currentLang } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import type { ScriptView } from '#shared/contract/scripts.ts';
import { ScriptDialog } from './script-dialog.tsx';
import classes from './scripts.module.css';

/** The agreed answers, found by words or by the sound of a title. */
export function LibraryTab() {
  const { t } = useTranslation('scripts');
  const publishes = useRight('scripts.publish') !== undefined;
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const [open, setOpen] = useState<ScriptView | 'new' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useShortcut('list.filter', () => field.current?.focus());
  const query = useQuery({
    ...orpc.scripts.list.queryOptions({ input: { lang: currentLang(), text: asked } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className={classes.tools}>
        <TextInput
          ref={field}
          size="xs"
          w={260}
          aria-label={t('find')}
          placeholder={t('find')}
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {publishes ? (
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
            {t('add')}
          </Button>
        ) : null}
      </div>
      <QueryView query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={IconSearch} title={t('none')} />
          ) : (
            <ScrollRoom label={t('tab.library')}>
              <table className={classes.table}>
                <colgroup>
                  <col style={{ width: '17rem' }} />
                  <col style={{ width: '8rem' }} />
                  <col />
                  <col style={{ width: '7rem' }} />
                  <col style={{ width: '7rem' }} />
                </colgroup>
                <thead>
                  <tr>
                    <th scope="col">{t('field.title')}</th>
                    <th scope="col">{t('field.scenario')}</th>
                    <th scope="col">{t('field.answer')}</th>
                    <th scope="col">{t('field.uses')}</th>
                    <th scope="col">{t('field.state')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((script) => (
                    <tr key={script.id} data-off={script.state !== 'published' || undefined}>
                      <td>
                        <button
                          type="button"
                          className="link"
                          style={{ whiteSpace: 'normal', textAlign: 'start' }}
                          onClick={() => setOpen(script)}
                        >
                          {script.title}
                        </button>
                      </td>
                      <td className="s13">{t(`scenario.${script.scenario}`)}</td>
                      <td className="s13 tx-2">
                        <span className="clamp-2" title={script.answer}>
                          {script.answer}
                        </span>
                      </td>
                      <td className="s13 tx-2">{script.uses === 0 ? '' : t('uses', { count: script.uses, n: script.uses })}</td>
                      <td>
                        {script.state === 'published' ? null : <Chip tone="line">{t(`state.${script.state}`)}</Chip>}
                        {script.changed ? <Chip tone="accent">{t(script.shipped ? 'changed' : 'own')}</Chip> : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRoom>
          )
        }
      </QueryView>
      {open ? (
        <ScriptDialog key={open === 'new' ? 'new' : open.id} script={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
