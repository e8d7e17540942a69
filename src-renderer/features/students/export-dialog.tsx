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
import type { StudentCard } from '#shared/contract/students.ts';

/** The list as filtered as a sheet; what for is asked and kept (spec/trust.md). */
export function ExportDialog({ text, stage, onClose }: { text: string; stage: StudentCard['stage'] | null; onClose: () => void }) {
  const { t } = useTranslation('students');
  const { order, complete, fields } = useExportOrder<'xlsx' | 'csv'>('xlsx');
  const save = useMutation(
    orpc.students.export.mutationOptions({
      onSuccess: ({ file, rows }) => {
        download(file);
        notifyDone({ message: t('export.done', { count: rows }) });
        onClose();
      },
    }),
  );
  function run(): void {
    if (complete()) save.mutate({ text, stage, ...order, lang: currentLang() });
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
      <ExportFields fields={fields} formats={['xlsx', 'csv']} phones />
    </Dialog>
  );
}
