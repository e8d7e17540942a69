import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { download } from '#renderer/lib/download.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { Dialog } from './dialog.tsx';
import { ExportFields, type ExportOrder, type FileFormat, useExportOrder } from './export-fields.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { SaveButton } from './form.tsx';

interface ExportDialogProps<Format extends FileFormat, Result> {
  readonly title: string;
  /** In what forms it can leave; the first is proposed. */
  readonly formats: readonly [Format, ...Format[]];
  /** It holds phones. */
  readonly phones?: boolean;
  /** It holds what people wrote. */
  readonly written?: boolean;
  readonly save: (order: ExportOrder<Format>) => Promise<Result>;
  /** What is said when the file is there. */
  readonly done: (result: Result) => string;
  readonly onClose: () => void;
}

/** Personal data leaves as one file: what for is asked and kept (spec/trust.md). */
export function ExportDialog<Format extends FileFormat, Result extends { file: File }>(props: ExportDialogProps<Format, Result>) {
  const { title, formats, phones, written, save, done, onClose } = props;
  const { t } = useTranslation('common');
  const { order, complete, fields } = useExportOrder<Format>(formats[0]);
  const saving = useMutation({
    mutationFn: save,
    onSuccess: (result) => {
      download(result.file);
      notifyDone({ message: done(result) });
      onClose();
    },
  });
  return (
    <Dialog
      title={title}
      size={560}
      onClose={onClose}
      actions={
        <SaveButton onSave={() => complete() && saving.mutate(order)} saving={saving.isPending}>
          {t('export.run')}
        </SaveButton>
      }
    >
      {saving.isError ? <FailurePanel error={saving.error} inline /> : null}
      <ExportFields fields={fields} formats={formats} phones={phones} written={written} />
    </Dialog>
  );
}
