import { Button, Progress, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
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
  const { t } = useTranslation('views');
  const purposeId = useId();
  const [purpose, setPurpose] = useState('');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const progress = useQuery({
    ...orpc.complaints.exportProgress.queryOptions({ input: { export: running ?? '' } }),
    enabled: running !== null,
    refetchInterval: LOOK_AGAIN_MS,
  }).data;

  async function run(): Promise<void> {
    setTried(true);
    if (purpose.trim() === '') return document.getElementById(purposeId)?.focus();
    const id = crypto.randomUUID();
    setRunning(id);
    setFailure(null);
    try {
      const { file, rows } = await client.complaints.export({
        ...filter,
        ids,
        columns: [...columns],
        purpose,
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
          <SaveButton onSave={() => void run()}>{t('export.run')}</SaveButton>
        ) : (
          <Button variant="default" onClick={() => void client.complaints.exportCancel({ export: running })}>
            {t('export.stop')}
          </Button>
        )
      }
    >
      {failure === null ? null : <FailurePanel error={failure} inline />}
      <FieldRow
        label={t('export.purpose')}
        htmlFor={purposeId}
        required
        hint={t('export.logged')}
        error={tried && purpose.trim() === '' ? t('export.purposeMissing') : undefined}
      >
        <TextInput
          id={purposeId}
          data-autofocus
          value={purpose}
          maxLength={200}
          disabled={running !== null}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
      </FieldRow>
      <FieldRow label={t('export.format')}>
        <SegmentedControl
          aria-label={t('export.format')}
          value={format}
          disabled={running !== null}
          onChange={(value) => setFormat(value as 'xlsx' | 'csv')}
          data={[
            { value: 'xlsx', label: t('export.xlsx') },
            { value: 'csv', label: t('export.csv') },
          ]}
        />
      </FieldRow>
      {running === null ? null : (
        <div role="status">
          <Progress aria-label={t('export.progress')} value={progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0} />
          <p className="s12 tx-2">{progress ? t('export.rows', { done: progress.done, total: progress.total }) : t('export.begins')}</p>
        </div>
      )}
    </Dialog>
  );
}
