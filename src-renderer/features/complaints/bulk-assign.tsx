import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import type { ComplaintListRow } from '#shared/contract/complaint-list.ts';
import type { Bulk } from './use-bulk.ts';

/** Gives several complaints to one person with one reason, in one command. */
export function BulkAssignDialog({
  rows,
  bulk,
  onClose,
  onDone,
}: {
  rows: readonly ComplaintListRow[];
  bulk: Bulk;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation('complaints');
  const [staffId, setStaffId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);

  async function save(): Promise<void> {
    setTried(true);
    if (staffId === null) return document.getElementById('bulk-staff')?.focus();
    if (reason.trim() === '') return document.getElementById('bulk-reason')?.focus();
    await bulk.run(rows, { do: 'assign', staffId, reason }, (n) => t('bulk.assigned', { count: n, n }));
    onDone();
  }

  return (
    <Dialog
      title={t('bulk.assignTitle', { count: rows.length, n: rows.length })}
      size={520}
      onClose={onClose}
      dirty={reason !== ''}
      actions={
        <SaveButton onSave={() => void save()} saving={bulk.busy}>
          {t('do.assign')}
        </SaveButton>
      }
    >
      <FieldRow label={t('field.to')} htmlFor="bulk-staff" required error={tried && staffId === null ? t('error.person') : undefined}>
        <StaffSelect id="bulk-staff" label={t('field.to')} value={staffId} onChange={setStaffId} workers autoFocus />
      </FieldRow>
      <FieldRow
        label={t('field.reason')}
        htmlFor="bulk-reason"
        required
        error={tried && reason.trim() === '' ? t('error.reason') : undefined}
      >
        <Textarea id="bulk-reason" minRows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </FieldRow>
    </Dialog>
  );
}
