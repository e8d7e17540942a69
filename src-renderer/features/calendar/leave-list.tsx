import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { Section } from '#renderer/components/page-head.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './calendar.module.css';
import type { WeekDuty } from './roster.ts';

interface LeaveListProps {
  readonly leaves: WeekDuty['leave'];
  readonly staff: readonly { id: string; name: string }[];
  readonly manages: boolean;
  /** The day that a new leave begins with. */
  readonly first: string;
}

/** Who is on leave in the week shown. */
export function LeaveList({ leaves, staff, manages, first }: LeaveListProps) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const remove = useMutation(orpc.calendar.removeLeave.mutationOptions());
  async function cancel(id: string, name: string): Promise<void> {
    try {
      const { commandId } = await remove.mutateAsync({ id });
      notifyDone({ message: t('leave.removed', { name }), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      notifyFailure(error);
    }
  }
  return (
    <div style={{ marginTop: 20, maxWidth: '48rem' }}>
      <Section
        title={t('leave.title')}
        right={
          manages ? (
            <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
              {t('leave.add')}
            </Button>
          ) : null
        }
      >
        {leaves.length === 0 ? <p className="tx-3 s13">{t('leave.none')}</p> : null}
        <ul className={classes.leaves}>
          {leaves.map((leave) => (
            <li key={leave.id}>
              <span className="medium ellipsis" style={{ width: '8rem', flex: 'none' }}>
                {leave.staffName}
              </span>
              <span className="nowrap">
                {leave.fromDay === leave.toDay
                  ? format.day(leave.fromDay)
                  : t('special.span', { from: format.day(leave.fromDay), to: format.day(leave.toDay) })}
              </span>
              <span className="grow tx-2 ellipsis">{leave.reason}</span>
              {manages ? (
                <ActionIcon
                  size={24}
                  aria-label={t('leave.cancel', { name: leave.staffName })}
                  onClick={() => void cancel(leave.id, leave.staffName)}
                >
                  <IconX size={13} />
                </ActionIcon>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
      {adding ? <LeaveDialog staff={staff} first={first} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function LeaveDialog({ staff, first, onClose }: { staff: LeaveListProps['staff']; first: string; onClose: () => void }) {
  const { t } = useTranslation('calendar');
  const ids = useId();
  const [staffId, setStaffId] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(first);
  const [to, setTo] = useState<string | null>(first);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const add = useMutation(orpc.calendar.addLeave.mutationOptions());
  const whoError = staffId ? undefined : t('leave.needWho');
  const daysError = from && to ? (to < from ? t('leave.reversed') : undefined) : t('leave.needDays');
  async function save(): Promise<void> {
    setTried(true);
    if (!staffId || !from || !to || daysError) return;
    try {
      const { commandId } = await add.mutateAsync({ staffId, fromDay: from, toDay: to, reason });
      onClose();
      const name = staff.find((person) => person.id === staffId)?.name ?? '';
      notifyDone({ message: t('leave.saved', { name }), undo: () => client.audit.undo({ commandId }) });
    } catch {
      // told in the dialog
    }
  }
  return (
    <Dialog
      title={t('leave.add')}
      size={520}
      onClose={onClose}
      dirty={staffId !== null || reason !== ''}
      actions={<SaveButton onSave={() => void save()} saving={add.isPending} />}
    >
      <FieldRow label={t('leave.who')} htmlFor={`${ids}-who`} required error={tried ? whoError : undefined}>
        <Select
          id={`${ids}-who`}
          data={staff.map((person) => ({ value: person.id, label: person.name }))}
          value={staffId}
          searchable
          data-autofocus
          onChange={setStaffId}
        />
      </FieldRow>
      <FieldRow label={t('leave.days')} htmlFor={`${ids}-from`} required error={tried ? daysError : undefined}>
        <div className="row gap-8">
          <DayField id={`${ids}-from`} value={from} onChange={setFrom} w="10rem" />
          <span className="tx-3">{t('hours.to')}</span>
          <DayField value={to} onChange={setTo} name={t('exception.lastDay')} w="10rem" />
        </div>
      </FieldRow>
      <FieldRow label={t('leave.reason')} htmlFor={`${ids}-reason`}>
        <TextInput id={`${ids}-reason`} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
      </FieldRow>
      {add.isError ? <FailurePanel inline error={add.error} /> : null}
    </Dialog>
  );
}
