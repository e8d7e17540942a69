import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { client } from '#renderer/lib/client.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { ReasonField } from './reason-field.tsx';
import { useAheadPresets } from './use-ahead-presets.ts';
import { WhatIf } from './what-if.tsx';

type Close = { readonly onClose: () => void };

export function WaitDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const presets = useAheadPresets();
  const { state, waitingReason } = useCase().page.complaint;
  const goesOn = state === 'waiting';
  return (
    <ActDialog
      form={goesOn ? 'wait-on' : 'wait'}
      title={t(goesOn ? 'wait.longerTitle' : 'wait.title')}
      action={t(goesOn ? 'wait.longerAction' : 'wait.action')}
      done={t(goesOn ? 'done.waitOn' : 'done.wait')}
      initial={{ reason: waitingReason, until: null as number | null }}
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
          <WhatIf until={value.until} />
        </>
      )}
    </ActDialog>
  );
}

/** Hand over (a colleague agrees) or assign (somebody who may decides). */
export function PersonDialog({ kind, onClose }: Close & { kind: 'hand' | 'assign' }) {
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

export function ReasonDialog({ kind, onClose }: Close & { kind: 'reopen' | 'withdraw' }) {
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
        <ReasonField
          id="act-reason"
          value={value.reason}
          onChange={(reason) => patch({ reason })}
          error={errors['act-reason']}
          placeholder={t(`${kind}.hint`)}
          autoFocus
        />
      )}
    </ActDialog>
  );
}

export function HandlerDialog({ escalationId, onClose }: Close & { escalationId: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { owner, about } = page.complaint;
  const step = page.escalations.find((each) => each.id === escalationId);
  const named = step?.handler ?? null;
  return (
    <ActDialog
      form={`handler.${escalationId}`}
      title={t(named ? 'handler.title' : 'handler.nameTitle')}
      action={t(named ? 'handler.action' : 'handler.nameAction')}
      done={t(named ? 'done.handler' : 'done.handlerNamed')}
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
            without={[owner?.id, named?.id, ...about.map((each) => each.id)]}
            workers
            autoFocus
          />
        </FieldRow>
      )}
    </ActDialog>
  );
}
