import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { ExportFields, useExportOrder } from '#renderer/components/export-fields.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { download } from '#renderer/lib/download.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';

/** The reports of complaints as one workbook: it holds the register with names, so what for is asked and kept (spec/trust.md). */
export function ExportDialog({ from, to, onClose }: { from: string; to: string; onClose: () => void }) {
  const { t } = useTranslation('reports');
  const { order, complete, fields } = useExportOrder('xlsx');
  const save = useMutation(
    orpc.reports.complaintsFile.mutationOptions({
      onSuccess: ({ file }) => {
        download(file);
        notifyDone({ message: t('saved', { name: file.name }) });
        onClose();
      },
    }),
  );
  function run(): void {
    const { purpose, namesMasked } = order;
    if (complete()) save.mutate({ from, to, purpose, namesMasked, format: 'xlsx', lang: currentLang() });
  }
  return (
    <Dialog
      title={t('export.title')}
      size={560}
      onClose={onClose}
      actions={
        <SaveButton onSave={run} saving={save.isPending}>
          {t('export.run')}
        </SaveButton>
      }
    >
      {save.isError ? <FailurePanel error={save.error} inline /> : null}
      <ExportFields fields={fields} formats={['xlsx']} written />
    </Dialog>
  );
}
