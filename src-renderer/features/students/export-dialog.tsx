import { Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { download } from '#renderer/lib/download.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { StudentCard } from '#shared/contract/students.ts';

/** The list as filtered as a sheet; what for is asked and kept (spec/trust.md). */
export function ExportDialog({ text, stage, onClose }: { text: string; stage: StudentCard['stage'] | null; onClose: () => void }) {
  const { t } = useTranslation('students');
  const purposeId = useId();
  const [purpose, setPurpose] = useState('');
  const [masked, setMasked] = useState(true);
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [missing, setMissing] = useState(false);
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
    if (purpose.trim() === '') {
      setMissing(true);
      document.getElementById(purposeId)?.focus();
      return;
    }
    save.mutate({ text, stage, purpose: purpose.trim(), format, masked, lang: currentLang() });
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
      <FieldRow
        label={t('export.purpose')}
        htmlFor={purposeId}
        required
        error={missing && purpose.trim() === '' ? t('export.purposeMissing') : null}
        hint={t('export.logged')}
      >
        <TextInput
          id={purposeId}
          data-autofocus
          value={purpose}
          maxLength={200}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
      </FieldRow>
      <FieldRow label={t('export.format')}>
        <SegmentedControl
          aria-label={t('export.format')}
          value={format}
          onChange={(value) => setFormat(value as 'xlsx' | 'csv')}
          data={[
            { value: 'xlsx', label: t('export.xlsx') },
            { value: 'csv', label: t('export.csv') },
          ]}
        />
      </FieldRow>
      <FieldRow label={t('export.phones')}>
        <Checkbox checked={masked} onChange={(event) => setMasked(event.currentTarget.checked)} label={t('export.masked')} />
      </FieldRow>
    </Dialog>
  );
}
