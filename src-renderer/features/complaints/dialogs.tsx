import { Checkbox, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { client } from '#renderer/lib/client.ts';
import { addDays, dayOf, momentOf } from '#renderer/lib/format.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Channel } from '#shared/contract/fields.ts';
import { ActDialog } from './act-dialog.tsx';
import { type CaseDialog, useCase } from './case-context.tsx';
import { CategoryFields, type Classified } from './category-fields.tsx';
import { CloseDialog } from './close-dialog.tsx';
import classes from './complaints.module.css';

type Close = { readonly onClose: () => void };

/** The dialog that is open on the page of a complaint. */
export function CaseDialogs({ dialog, onClose }: { dialog: CaseDialog | null; onClose: () => void }) {
  if (!dialog) return null;
  switch (dialog.kind) {
    case 'wait':
      return <WaitDialog onClose={onClose} />;
    case 'hand':
    case 'assign':
      return <PersonDialog kind={dialog.kind} onClose={onClose} />;
    case 'decide':
      return <DecideDialog onClose={onClose} />;
    case 'tell':
    case 'reply':
      return <TellDialog written={dialog.kind === 'reply'} onClose={onClose} />;
    case 'cause':
      return <CauseDialog onClose={onClose} />;
    case 'close':
      return <CloseDialog onClose={onClose} />;
    case 'reopen':
    case 'withdraw':
      return <ReasonDialog kind={dialog.kind} onClose={onClose} />;
    case 'severity':
      return <SeverityDialog onClose={onClose} />;
    case 'extend':
      return <ExtendDialog clockId={dialog.of} onClose={onClose} />;
    case 'handler':
      return <HandlerDialog escalationId={dialog.of} onClose={onClose} />;
    case 'done':
    case 'drop':
      return <RectificationDialog kind={dialog.kind} rectificationId={dialog.of} onClose={onClose} />;
  }
}

/** Usual moments in the next days, at the hours at which people are called. */
export function useAheadPresets(): { label: string; at: number }[] {
  const { t } = useTranslation('complaints');
  const { zone } = useFormat();
  const now = serverNow();
  const today = dayOf(now, zone);
  return [
    { label: t('ahead.today'), at: momentOf(today, '18:00', zone) },
    { label: t('ahead.tomorrowNoon'), at: momentOf(addDays(today, 1), '12:00', zone) },
    { label: t('ahead.tomorrow'), at: momentOf(addDays(today, 1), '18:00', zone) },
    { label: t('ahead.inThree'), at: momentOf(addDays(today, 3), '18:00', zone) },
    { label: t('ahead.inWeek'), at: momentOf(addDays(today, 7), '18:00', zone) },
  ].filter((preset) => preset.at > now);
}

function WaitDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const presets = useAheadPresets();
  return (
    <ActDialog
      form="wait"
      title={t('wait.title')}
      action={t('wait.action')}
      done={t('done.wait')}
      initial={{ reason: '', until: null as number | null }}
      check={({ reason, until }) => ({
        'wait-reason': reason.trim() === '' ? t('error.reason') : undefined,
        'wait-until': until === null ? t('error.until') : until <= serverNow() ? t('error.notAfter') : undefined,
      })}
      act={(act, { reason, until }) => client.complaints.wait({ ...act, reason, until: until ?? 0 })}
      after={<p className="tx-2">{t('wait.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('wait.reason')} htmlFor="wait-reason" required error={errors['wait-reason']}>
            <TextInput
              id="wait-reason"
              data-autofocus
              maxLength={200}
              placeholder={t('wait.reasonHint')}
              value={value.reason}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
            />
          </FieldRow>
          <FieldRow label={t('wait.until')} htmlFor="wait-until" required error={errors['wait-until']}>
            <MomentField
              id="wait-until"
              label={t('wait.until')}
              nullText={t('wait.untilHint')}
              value={value.until}
              onChange={(until) => patch({ until })}
              presets={presets}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

/** Hand over (a colleague agrees) or assign (somebody who may decides). */
function PersonDialog({ kind, onClose }: Close & { kind: 'hand' | 'assign' }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { owner, about } = page.complaint;
  const without = [...about.map((each) => each.id), ...(kind === 'hand' ? [owner?.id] : [])];
  return (
    <ActDialog
      form={kind}
      title={t(`${kind}.title`)}
      action={t(`${kind}.action`)}
      done={t(`done.${kind}`)}
      initial={{ staffId: null as string | null, words: '' }}
      check={({ staffId, words }) => ({
        'person-id': staffId === null ? t('error.person') : undefined,
        'person-words': kind === 'assign' && words.trim() === '' ? t('error.reason') : undefined,
      })}
      act={(act, { staffId, words }) =>
        kind === 'hand'
          ? client.complaints.offerHandOver({ ...act, staffId: staffId ?? '', words })
          : client.complaints.assign({ ...act, staffId: staffId ?? '', reason: words })
      }
      after={<p className="tx-2">{t(`${kind}.after`)}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('field.to')} htmlFor="person-id" required error={errors['person-id']}>
            <StaffSelect
              id="person-id"
              label={t('field.to')}
              value={value.staffId}
              onChange={(staffId) => patch({ staffId })}
              without={without}
              workers
              autoFocus
            />
          </FieldRow>
          <FieldRow
            label={kind === 'hand' ? t('hand.words') : t('field.reason')}
            htmlFor="person-words"
            required={kind === 'assign'}
            error={errors['person-words']}
          >
            <Textarea
              id="person-words"
              minRows={2}
              maxLength={200}
              placeholder={t(`${kind}.hint`)}
              value={value.words}
              onChange={(event) => patch({ words: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

function DecideDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  return (
    <ActDialog
      form="decide"
      title={t('decide.title')}
      action={t('decide.action')}
      done={t('done.decide')}
      size={640}
      initial={{
        decision: page.complaint.decision,
        rectify: false,
        what: '',
        ownerId: page.complaint.owner?.id ?? (null as string | null),
      }}
      check={({ decision, rectify, what, ownerId }) => ({
        'decide-words': decision.trim() === '' ? t('error.decision') : undefined,
        'decide-what': rectify && what.trim() === '' ? t('error.what') : undefined,
        'decide-owner': rectify && ownerId === null ? t('error.person') : undefined,
      })}
      act={(act, { decision, rectify, what, ownerId }) =>
        client.complaints.decide({ ...act, decision, rectification: rectify ? { what, ownerId: ownerId ?? '' } : null })
      }
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('decide.words')} htmlFor="decide-words" required error={errors['decide-words']}>
            <Textarea
              id="decide-words"
              data-autofocus
              minRows={4}
              placeholder={t('decide.hint')}
              value={value.decision}
              onChange={(event) => patch({ decision: event.currentTarget.value })}
            />
          </FieldRow>
          <FieldRow label={t('decide.rectify')}>
            <Checkbox
              mt={8}
              label={t('decide.rectifyNeeded')}
              checked={value.rectify}
              onChange={(event) => patch({ rectify: event.currentTarget.checked })}
            />
          </FieldRow>
          {value.rectify ? (
            <>
              <FieldRow label={t('decide.what')} htmlFor="decide-what" required error={errors['decide-what']}>
                <TextInput
                  id="decide-what"
                  maxLength={200}
                  placeholder={t('decide.whatHint')}
                  value={value.what}
                  onChange={(event) => patch({ what: event.currentTarget.value })}
                />
              </FieldRow>
              <FieldRow
                label={t('decide.owner')}
                htmlFor="decide-owner"
                required
                error={errors['decide-owner']}
                hint={t('decide.ownerHint')}
              >
                <StaffSelect id="decide-owner" label={t('decide.owner')} value={value.ownerId} onChange={(ownerId) => patch({ ownerId })} />
              </FieldRow>
            </>
          ) : null}
        </>
      )}
    </ActDialog>
  );
}

const TOLD_BY: readonly Channel[] = ['phone', 'counter', 'wechat', 'paper'];

/** The result is told: the resolution clock stops. `written` = the reply letter, also later. */
function TellDialog({ written, onClose }: Close & { written: boolean }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { key } = useSaveKey();
  const { complainant, replyRequired, decision } = page.complaint;
  return (
    <ActDialog
      form={written ? 'reply' : 'tell'}
      title={t(written ? 'tell.replyTitle' : 'tell.title')}
      action={t(written ? 'tell.replyAction' : 'tell.action')}
      done={t(written ? 'done.reply' : 'done.tell')}
      size={640}
      initial={{
        channel: (written ? 'paper' : 'phone') as Channel,
        withWhom: complainant.name,
        words: decision,
        written,
        happenedAt: null as number | null,
      }}
      check={({ words, happenedAt }) => ({
        'tell-words': words.trim() === '' ? t('error.told') : undefined,
        'tell-at': happenedAt !== null && happenedAt > serverNow() ? t('record.error.future') : undefined,
      })}
      act={(act, value) => client.complaints.tell({ ...act, ...value, key })}
      after={<p className="tx-2">{t(written ? 'tell.replyAfter' : 'tell.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('field.channel')}>
            <SegmentedControl
              aria-label={t('field.channel')}
              data={TOLD_BY.map((each) => ({ value: each, label: t(`channel.${each}`) }))}
              value={value.channel}
              onChange={(next) => patch({ channel: TOLD_BY.find((each) => each === next) ?? 'phone' })}
            />
          </FieldRow>
          <FieldRow label={t('tell.whom')} htmlFor="tell-whom">
            <TextInput id="tell-whom" value={value.withWhom} onChange={(event) => patch({ withWhom: event.currentTarget.value })} />
          </FieldRow>
          <FieldRow label={t('tell.words')} htmlFor="tell-words" required error={errors['tell-words']}>
            <Textarea
              id="tell-words"
              data-autofocus
              minRows={4}
              placeholder={t('tell.hint')}
              value={value.words}
              onChange={(event) => patch({ words: event.currentTarget.value })}
            />
          </FieldRow>
          {written ? null : (
            <FieldRow label={t('tell.written')} hint={replyRequired ? t('tell.writtenNeeded') : undefined}>
              <Checkbox
                mt={8}
                label={t('tell.writtenLabel')}
                checked={value.written}
                onChange={(event) => patch({ written: event.currentTarget.checked })}
              />
            </FieldRow>
          )}
          <FieldRow label={t('field.happenedAt')} htmlFor="tell-at" error={errors['tell-at']}>
            <MomentField
              id="tell-at"
              label={t('field.happenedAt')}
              nullText={t('record.now')}
              value={value.happenedAt}
              onChange={(happenedAt) => patch({ happenedAt })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

function CauseDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  return (
    <ActDialog
      form="cause"
      title={t('cause.title')}
      action={t('cause.action')}
      done={t('done.cause')}
      initial={{ rootCause: page.complaint.rootCause, prevention: page.complaint.prevention }}
      check={({ rootCause }) => ({ 'cause-words': rootCause.trim() === '' ? t('error.cause') : undefined })}
      act={(act, value) => client.complaints.setCause({ ...act, ...value })}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('cause.words')} htmlFor="cause-words" required error={errors['cause-words']}>
            <TextInput
              id="cause-words"
              data-autofocus
              maxLength={200}
              placeholder={t('cause.hint')}
              value={value.rootCause}
              onChange={(event) => patch({ rootCause: event.currentTarget.value })}
            />
          </FieldRow>
          <FieldRow label={t('cause.prevention')} htmlFor="cause-prevention">
            <Textarea
              id="cause-prevention"
              minRows={2}
              placeholder={t('cause.preventionHint')}
              value={value.prevention}
              onChange={(event) => patch({ prevention: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

function ReasonDialog({ kind, onClose }: Close & { kind: 'reopen' | 'withdraw' }) {
  const { t } = useTranslation('complaints');
  return (
    <ActDialog
      form={kind}
      title={t(`${kind}.title`)}
      action={t(`${kind}.action`)}
      done={t(`done.${kind}`)}
      danger={kind === 'withdraw'}
      initial={{ reason: '' }}
      check={({ reason }) => ({ 'act-reason': reason.trim() === '' ? t('error.reason') : undefined })}
      act={(act, { reason }) =>
        kind === 'reopen' ? client.complaints.reopen({ ...act, reason }) : client.complaints.withdraw({ ...act, reason })
      }
      after={<p className="tx-2">{t(`${kind}.after`)}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <FieldRow label={t('field.reason')} htmlFor="act-reason" required error={errors['act-reason']}>
          <Textarea
            id="act-reason"
            data-autofocus
            minRows={2}
            maxLength={200}
            placeholder={t(`${kind}.hint`)}
            value={value.reason}
            onChange={(event) => patch({ reason: event.currentTarget.value })}
          />
        </FieldRow>
      )}
    </ActDialog>
  );
}

function SeverityDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { category, subcategory, severity } = page.complaint;
  const initial: Classified & { reason: string } = { category, subcategory, severity, reason: '' };
  return (
    <ActDialog
      form="severity"
      title={t('severity.title')}
      action={t('severity.action')}
      done={t('done.severity')}
      size={640}
      initial={initial}
      check={({ reason }) => ({ 'severity-reason': reason.trim() === '' ? t('error.reason') : undefined })}
      act={(act, value) => client.complaints.changeSeverity({ ...act, ...value })}
      after={<p className="tx-2">{t('severity.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('severity.label')}>
            <CategoryFields value={value} onChange={patch} autoFocus />
          </FieldRow>
          <FieldRow label={t('field.reason')} htmlFor="severity-reason" required error={errors['severity-reason']}>
            <TextInput
              id="severity-reason"
              maxLength={200}
              value={value.reason}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

const UNIT_MINUTES = { hours: 60, opening_minutes: 1, working_days: 1440 } as const;

function ExtendDialog({ clockId, onClose }: Close & { clockId: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const clock = page.clocks.find((each) => each.id === clockId);
  if (!clock) return null;
  const each = UNIT_MINUTES[clock.unit];
  return (
    <ActDialog
      form={`extend.${clock.clock}`}
      title={t('extend.title', { clock: t(`clock.${clock.clock}`) })}
      action={t('extend.action')}
      done={t('done.extend')}
      initial={{ amount: clock.unit === 'hours' ? 24 : 1, reason: '' }}
      check={({ amount, reason }) => ({
        'extend-amount': Math.round(amount * each) < 1 ? t('error.amount') : undefined,
        'extend-reason': reason.trim() === '' ? t('error.reason') : undefined,
      })}
      act={(act, { amount, reason }) => client.complaints.extend({ ...act, clockId, minutes: Math.round(amount * each), reason })}
      after={<p className="tx-2">{t('extend.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t(`extend.${clock.unit}`)} htmlFor="extend-amount" required error={errors['extend-amount']}>
            <NumberInput
              id="extend-amount"
              data-autofocus
              w={120}
              min={1}
              max={1000}
              value={value.amount}
              onChange={(amount) => patch({ amount: Number(amount) || 0 })}
            />
          </FieldRow>
          <FieldRow label={t('field.reason')} htmlFor="extend-reason" required error={errors['extend-reason']}>
            <TextInput
              id="extend-reason"
              maxLength={200}
              value={value.reason}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

function HandlerDialog({ escalationId, onClose }: Close & { escalationId: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { owner, about } = page.complaint;
  return (
    <ActDialog
      form="handler"
      title={t('handler.title')}
      action={t('handler.action')}
      done={t('done.handler')}
      initial={{ staffId: null as string | null }}
      check={({ staffId }) => ({ 'handler-id': staffId === null ? t('error.person') : undefined })}
      act={(_act, { staffId }) => client.complaints.changeHandler({ escalationId, staffId: staffId ?? '' })}
      after={<p className="tx-2">{t('handler.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <FieldRow label={t('handler.label')} htmlFor="handler-id" required error={errors['handler-id']}>
          <StaffSelect
            id="handler-id"
            label={t('handler.label')}
            value={value.staffId}
            onChange={(staffId) => patch({ staffId })}
            without={[owner?.id, ...about.map((each) => each.id)]}
            workers
            autoFocus
          />
        </FieldRow>
      )}
    </ActDialog>
  );
}

function RectificationDialog({ kind, rectificationId, onClose }: Close & { kind: 'done' | 'drop'; rectificationId: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const what = page.rectifications.find((each) => each.id === rectificationId)?.what ?? '';
  return (
    <ActDialog
      form={`rectification-${kind}`}
      title={t(`rectification.${kind}Title`)}
      action={t(`rectification.${kind}`)}
      done={t(`done.rectification-${kind}`)}
      danger={kind === 'drop'}
      initial={{ words: '' }}
      check={({ words }) => ({ 'rectification-words': kind === 'drop' && words.trim() === '' ? t('error.reason') : undefined })}
      act={(act, { words }) =>
        kind === 'done'
          ? client.complaints.rectificationDone({ ...act, rectificationId, words })
          : client.complaints.dropRectification({ ...act, rectificationId, reason: words })
      }
      after={<p className="tx-2">{t(`rectification.${kind}After`)}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <p className="row gap-6" style={{ marginBottom: 12 }}>
            {kind === 'done' ? <IconCheck size={15} aria-hidden="true" /> : <IconCircleDashed size={15} aria-hidden="true" />}
            <span className={classes.facts}>{what}</span>
          </p>
          <FieldRow
            label={kind === 'done' ? t('rectification.how') : t('field.reason')}
            htmlFor="rectification-words"
            required={kind === 'drop'}
            error={errors['rectification-words']}
          >
            <Textarea
              id="rectification-words"
              data-autofocus
              minRows={2}
              maxLength={200}
              value={value.words}
              onChange={(event) => patch({ words: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}
