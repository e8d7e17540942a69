import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '#renderer/components/confirm-dialog.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { codeOf } from '#renderer/lib/failure.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { leaveParting } from '#renderer/lib/parting.ts';
import { useSession } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './backups.module.css';

const COUNTS = ['students', 'complaints', 'followUps'] as const;
const ASK_EVERY_MS = 500;

/** What is in the copy beside what is here now, what will happen in words, and the question before it does. */
export function RestoreDialog({ file, onClose }: { file: string; onClose: () => void }) {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const { refresh } = useSession();
  const [asking, setAsking] = useState(false);
  const preview = useQuery(orpc.backups.preview.queryOptions({ input: { file }, staleTime: 0, gcTime: 0 }));
  const restore = useMutation(orpc.backups.restore.mutationOptions());
  const done = restore.isSuccess;
  // the core opens anew behind this page; it comes back to the login by itself, however the news arrive
  useEffect(() => {
    if (!done) return;
    const timer = setInterval(() => void refresh(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [done, refresh]);
  async function run(): Promise<void> {
    setAsking(false);
    leaveParting('restored');
    try {
      const { savedAs } = await restore.mutateAsync({ file });
      if (savedAs === null) leaveParting('restoredDamaged');
    } catch (error) {
      // the answer may have been lost on its way out while the house changed
      if (codeOf(error) !== 'OFFLINE') leaveParting(null);
    }
  }
  const busy = restore.isPending || done;
  return (
    <Dialog
      title={t('restore.title')}
      size={560}
      onClose={busy ? () => undefined : onClose}
      noCancel={busy}
      actions={
        preview.data ? (
          <Button color="red" loading={busy} onClick={() => setAsking(true)}>
            {t('restore.do')}
          </Button>
        ) : null
      }
    >
      <QueryView query={preview}>
        {({ backup, now }) => (
          <>
            <p className="strong">{t('restore.from', { at: format.dateTime(backup.at), kind: t(`kind.${backup.kind}`) })}</p>
            <table className={classes.compare}>
              <thead>
                <tr>
                  <th scope="col">{t('restore.what')}</th>
                  <th scope="col">{t('restore.then')}</th>
                  <th scope="col">{t('restore.now')}</th>
                  <th scope="col">{t('restore.difference')}</th>
                </tr>
              </thead>
              <tbody>
                {COUNTS.map((key) => (
                  <tr key={key}>
                    <th scope="row">{t(`count.${key}`)}</th>
                    <td>{format.count(backup.counts[key])}</td>
                    <td>{now ? format.count(now[key]) : t('restore.unreadable')}</td>
                    <td className={now && backup.counts[key] !== now[key] ? 'tx-amb' : 'tx-3'}>
                      {now ? format.signed(backup.counts[key] - now[key]) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <ul className="s13 tx-2" style={{ margin: 0, paddingInlineStart: 18 }}>
              <li>{now ? t('restore.saveFirst') : t('restore.keepDamaged')}</li>
              <li>{t('restore.replaced', { at: format.dateTime(backup.at) })}</li>
              <li>{t('restore.signedOut')}</li>
            </ul>
          </>
        )}
      </QueryView>
      {restore.isError ? <FailurePanel inline error={restore.error} /> : null}
      {busy ? (
        <p role="status" className="tx-2" style={{ marginTop: 12 }}>
          {done ? t('restore.opening') : t('restore.running')}
        </p>
      ) : null}
      <ConfirmDialog
        opened={asking}
        title={t('restore.sure')}
        action={t('restore.do')}
        danger
        onConfirm={() => void run()}
        onCancel={() => setAsking(false)}
      >
        {preview.data
          ? t(preview.data.now ? 'restore.sureText' : 'restore.sureDamaged', { at: format.dateTime(preview.data.backup.at) })
          : null}
      </ConfirmDialog>
    </Dialog>
  );
}
