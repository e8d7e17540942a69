import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '#renderer/components/confirm-dialog.tsx';
import { Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import classes from './imports.module.css';

/** Takes one import back, after a question. */
export function UndoImport({ id, name, counts, size }: { id: string; name: string; counts: ImportView['counts']; size?: 'xs' }) {
  const { t } = useTranslation('imports');
  const [asking, setAsking] = useState(false);
  const undo = useMutation(
    orpc.imports.undo.mutationOptions({
      onSuccess: () => notifyDone({ message: t('undo.done') }),
      onError: (error) => notifyFailure(error),
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <>
      <Button {...(size ? { size } : {})} variant="default" onClick={() => setAsking(true)}>
        {t('do.undo')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('undo.title')}
        action={t('do.undo')}
        danger
        busy={undo.isPending}
        onConfirm={() => undo.mutate({ id })}
        onCancel={() => setAsking(false)}
      >
        {t('undo.text', { name, students: counts.students, packs: counts.packs })}
      </ConfirmDialog>
    </>
  );
}

/** The imports before, each to be taken back. */
export function Earlier() {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const query = useQuery(orpc.imports.list.queryOptions());
  return (
    <QueryView query={query}>
      {(list) => (
        <Section title={t('earlier.title')}>
          {list.length === 0 ? (
            <p className="tx-3 s13">{t('earlier.none')}</p>
          ) : (
            <table className={`${classes.table} ${classes.inset}`} aria-label={t('earlier.title')}>
              <thead>
                <tr>
                  {(['file', 'at', 'by', 'what'] as const).map((head) => (
                    <th key={head} scope="col">
                      {t(`earlier.${head}`)}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {list.map((one) => (
                  <tr key={one.id}>
                    <td className="medium">{one.fileName}</td>
                    <td className="tx-2">{format.dateTime(one.at)}</td>
                    <td className="tx-2">{one.by}</td>
                    <td className="tx-2">{t('earlier.counts', one.counts)}</td>
                    <td style={{ textAlign: 'end' }}>
                      {one.state === 'undone' ? (
                        <span className="tx-3">{t('earlier.undone')}</span>
                      ) : (
                        <UndoImport id={one.id} name={one.fileName} counts={one.counts} size="xs" />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Section>
      )}
    </QueryView>
  );
}
