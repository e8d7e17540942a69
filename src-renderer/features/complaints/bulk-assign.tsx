import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { client } from '#renderer/lib/client.ts';
import { describeFailure } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import type { ComplaintRow } from '#shared/contract/complaints.ts';

/** Gives several complaints to one person with one reason; each is a command of its own, so one refusal stops only itself. */
export function BulkAssignDialog({ rows, onClose, onDone }: { rows: readonly ComplaintRow[]; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('complaints');
  const [staffId, setStaffId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly { readonly row: ComplaintRow; readonly error: unknown }[]>([]);
  const [finished, setFinished] = useState<ReadonlySet<string>>(new Set());
  const waiting = rows.filter((row) => !finished.has(row.id));

  async function save(): Promise<void> {
    setTried(true);
    if (staffId === null) return document.getElementById('bulk-staff')?.focus();
    if (reason.trim() === '') return document.getElementById('bulk-reason')?.focus();
    setBusy(true);
    const commands: string[] = [];
    const failed: { row: ComplaintRow; error: unknown }[] = [];
    for (const row of waiting) {
      try {
        const { commandId } = await client.complaints.assign({ id: row.id, version: row.version, staffId, reason });
        commands.push(commandId);
        setFinished((now) => new Set(now).add(row.id));
      } catch (error) {
        failed.push({ row, error });
      }
    }
    setBusy(false);
    setRefused(failed);
    if (commands.length > 0) {
      notifyDone({
        message: t('bulk.assigned', { count: commands.length, n: commands.length }),
        undo: async () => {
          for (const commandId of commands.reverse()) await client.audit.undo({ commandId });
        },
      });
    }
    if (failed.length === 0) onDone();
  }

  return (
    <Dialog
      title={t('bulk.assignTitle', { count: rows.length, n: rows.length })}
      size={520}
      onClose={finished.size > 0 ? onDone : onClose}
      dirty={reason !== '' && finished.size === 0}
      actions={
        <SaveButton onSave={() => void save()} saving={busy}>
          {t('do.assign')}
        </SaveButton>
      }
    >
      {refused.map(({ row, error }) => (
        <p key={row.id} className="s13 tx-red" role="alert">
          {row.number} {describeFailure(error).what}
        </p>
      ))}
      {refused.length > 1 && refused[0] ? <FailurePanel error={refused[0].error} inline /> : null}
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
