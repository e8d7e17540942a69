import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import type { BannedView } from '#shared/contract/scripts.ts';
import { BannedDialog } from './banned-dialog.tsx';
import classes from './scripts.module.css';

/** Words never to use, the better wording, and how often they were said all the same. */
export function BannedTab() {
  const { t } = useTranslation('scripts');
  const publishes = useRight('scripts.publish') !== undefined;
  const query = useQuery(orpc.scripts.banned.queryOptions());
  const [open, setOpen] = useState<BannedView | 'new' | null>(null);
  return (
    <>
      {publishes ? (
        <div className={classes.tools}>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
            {t('banned.add')}
          </Button>
        </div>
      ) : null}
      <QueryView query={query}>
        {(rows) => (
          <ScrollRoom label={t('tab.banned')}>
            <table className={classes.table}>
              <colgroup>
                <col style={{ width: '17rem' }} />
                <col />
                <col style={{ width: '9rem' }} />
                <col style={{ width: '7rem' }} />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('field.phrase')}</th>
                  <th scope="col">{t('field.better')}</th>
                  <th scope="col">{t('field.hits')}</th>
                  <th scope="col">{t('field.state')}</th>
                </tr>
              </thead>
              <tbody>
                {/* what is typed here is mostly in the language of the screen */}
                {[...rows]
                  .sort((a, b) => Number(b.lang === currentLang()) - Number(a.lang === currentLang()))
                  .map((each) => (
                    <tr key={each.id} data-off={!each.active || undefined}>
                      <td>
                        {publishes ? (
                          <button type="button" className="link" style={{ whiteSpace: 'normal' }} onClick={() => setOpen(each)}>
                            {each.phrase}
                          </button>
                        ) : (
                          each.phrase
                        )}
                      </td>
                      <td className="s13 tx-2">{each.better}</td>
                      <td className="s13 tx-2">{each.hits === 0 ? '' : t('hits', { count: each.hits, n: each.hits })}</td>
                      <td>
                        {each.active ? null : <Chip tone="line">{t('banned.off')}</Chip>}
                        {each.changed ? <Chip tone="accent">{t(each.shipped ? 'changed' : 'own')}</Chip> : null}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </ScrollRoom>
        )}
      </QueryView>
      {open ? (
        <BannedDialog key={open === 'new' ? 'new' : open.id} banned={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
