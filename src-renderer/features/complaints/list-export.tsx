import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { ExportFields, useExportOrder } from '#renderer/components/export-fields.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { download } from '#renderer/lib/download.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { ListColumn } from '#shared/contract/complaint-list.ts';
import type { Views } from './use-views.ts';

interface ListExportProps {
  readonly filter: Views['filter'];
  readonly columns: readonly ListColumn[];
  /** Only the chosen rows; null = the whole list as filtered. */
  readonly ids: string[] | null;
  readonly count: number;
  readonly onClose: () => void;
}

const LOOK_AGAIN_MS = 400;

/** The list as a sheet with the columns that are shown; what for is asked and kept. */
export function ListExport({ filter, columns, ids, count, onClose }: ListExportProps) {
  const { t } = useTranslation(['views', 'common']);
  const { order, complete, fields } = useExportOrder<'xlsx' | 'csv'>('xlsx');
  const [running, setRunning] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const progress = useQuery({
    ...orpc.complaints.exportProgress.queryOptions({ input: { export: running ?? '' } }),
    enabled: running !== null,
    refetchInterval: LOOK_AGAIN_MS,
  }).data;

  async function run(): Promise<void> {
    if (!complete()) return;
    const { purpose, format, namesMasked } = order;
    const id = crypto.randomUUID();
    setRunning(id);
    setFailure(null);
    try {
      const { file, rows } = await client.complaints.export({
        ...filter,
        ids,
        columns: [...columns],
        purpose,
        namesMasked,
        format,
        lang: currentLang(),
        export: id,
      });
      download(file);
      notifyDone({ message: t('export.done', { count: rows, n: rows }) });
      onClose();
    } catch (error) {
      // stopped on purpose: the form stands again, nothing has to be said
      if (codeOf(error) !== 'EXPORT_CANCELLED') setFailure(error);
      setRunning(null);
    }
  }
  return (
    <Dialog
      title={t('export.title', { count, n: count })}
      size={560}
      onClose={onClose}
      noCancel={running !== null}
      actions={
        running === null ? (
          <SaveButton onSave={() => void run()}>{t('common:export.run')}</SaveButton>
        ) : (
          <Button variant="default" onClick={() => void client.complaints.exportCancel({ export: running })}>
            {t('export.stop')}
          </Button>
        )
      }
    >
      {failure === null ? null : <FailurePanel error={failure} inline />}
      <ExportFields fields={fields} formats={['xlsx', 'csv']} written disabled={running !== null} />
      {running === null ? null : (
        <div role="status">
          <Progress aria-label={t('export.progress')} value={progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0} />
          <p className="s12 tx-2">{progress ? t('export.rows', { done: progress.done, total: progress.total }) : t('export.begins')}</p>
        </div>
      )}
    </Dialog>
  );
}
