import { Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { ReplyField } from '#renderer/components/reply-field.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { TextLimit, useTooLong } from '#renderer/components/text-limit.tsx';
import { client } from '#renderer/lib/client.ts';
import { dayOf } from '#renderer/lib/format.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { type Channel, SHORT_TEXT } from '#shared/contract/fields.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { CauseField } from './cause-field.tsx';
import { CHANNELS } from './channels.ts';
import classes from './complaints.module.css';
import { PhraseMenu } from './phrase-menu.tsx';

type Close = { readonly onClose: () => void };

export function DecideDialog({ onClose }: Close) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const tooLong = useTooLong();
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
        'decide-words': decision.trim() === '' ? t('error.decision') : tooLong(decision),
        'decide-what': rectify && what.trim() === '' ? t('error.what') : undefined,
        'decide-owner': rectify && ownerId === null ? t('error.person') : undefined,
      })}
      act={(act, { decision, rectify, what, ownerId }) =>
        client.complaints.decide({ ...act, decision, rectification: rectify ? { what, ownerId: ownerId ?? '' } : null })
      }
      texts={[{ key: 'decision', label: t('decide.words'), saved: (now) => now.complaint.decision }]}
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
            {errors['decide-words'] ? null : <TextLimit text={value.decision} />}
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

/** Promises of a later day: they outlive the telling unless ticked. */
function LaterPromises({ value, onChange }: { value: readonly string[]; onChange: (keeps: string[]) => void }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const { page } = useCase();
  const today = dayOf(serverNow(), format.zone);
  const later = page.promises.filter(
    (each) => each.kind === 'promise' && each.doneAt === null && dayOf(each.dueAt - 1, format.zone) > today,
  );
  if (later.length === 0) return null;
  return (
    <FieldRow label={t('tell.keeps')} hint={t('tell.keepsHint')}>
      {later.map((each) => (
        <Checkbox
          key={each.id}
          mt={8}
          label={`${each.words} · ${format.near(each.dueAt, serverNow())}`}
          checked={value.includes(each.id)}
          onChange={(event) => onChange(event.currentTarget.checked ? [...value, each.id] : value.filter((id) => id !== each.id))}
        />
      ))}
    </FieldRow>
  );
}

/** The result is told: the resolution clock stops. `written` = the reply letter, also later. */
export function TellDialog({ written, of, onClose }: Close & { written: boolean; of?: string }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { key } = useSaveKey();
  const tooLong = useTooLong();
  const { t: tb } = useTranslation('bonds');
  const { complainant, replyRequired, decision } = page.complaint;
  const further = page.complainants.find((each) => each.id === of);
  return (
    <ActDialog
      form={written ? 'reply' : further ? `tell.${further.id}` : 'tell'}
      title={further ? tb('tellOneTitle', { name: further.name }) : t(written ? 'tell.replyTitle' : 'tell.title')}
      action={t(written ? 'tell.replyAction' : 'tell.action')}
      done={further ? tb('done.tellOne', { name: further.name }) : t(written ? 'done.reply' : 'done.tell')}
      size={640}
      initial={{
        channel: (written ? 'paper' : 'phone') as Channel,
        withWhom: further?.name ?? complainant.name,
        words: decision,
        written,
        keeps: [] as string[],
        happenedAt: null as number | null,
      }}
      check={({ words, happenedAt }) => ({
        'tell-words': words.trim() === '' ? t('error.told') : tooLong(words),
        'tell-at': happenedAt !== null && happenedAt > serverNow() ? t('record.error.future') : undefined,
      })}
      act={(act, value) => client.complaints.tell({ ...act, ...value, complainantId: further?.id ?? null, key })}
      texts={[{ key: 'words', label: t('tell.words') }]}
      after={further ? null : <p className="tx-2">{t(written ? 'tell.replyAfter' : 'tell.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('field.channel')}>
            <SegmentedControl
              aria-label={t('field.channel')}
              data={CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))}
              value={value.channel}
              onChange={(next) => patch({ channel: CHANNELS.find((each) => each === next) ?? 'phone' })}
            />
          </FieldRow>
          <FieldRow label={t('tell.whom')} htmlFor="tell-whom">
            <TextInput
              id="tell-whom"
              maxLength={SHORT_TEXT}
              value={value.withWhom}
              onChange={(event) => patch({ withWhom: event.currentTarget.value })}
            />
          </FieldRow>
          <FieldRow label={t('tell.words')} htmlFor="tell-words" required error={errors['tell-words']}>
            <ReplyField
              id="tell-words"
              autoFocus
              minRows={4}
              placeholder={t('tell.hint')}
              value={value.words}
              onChange={(words) => patch({ words })}
            />
            <PhraseMenu onInsert={(text) => patch({ words: value.words.trim() === '' ? text : `${value.words}\n${text}` })} />
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
          {written || further ? null : <LaterPromises value={value.keeps} onChange={(keeps) => patch({ keeps })} />}
        </>
      )}
    </ActDialog>
  );
}

export function CauseDialog({ onClose }: Close) {
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
      texts={[
        { key: 'rootCause', label: t('cause.words'), saved: (now) => now.complaint.rootCause },
        { key: 'prevention', label: t('cause.prevention'), saved: (now) => now.complaint.prevention },
      ]}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('cause.words')} htmlFor="cause-words" required error={errors['cause-words']}>
            <CauseField id="cause-words" value={value.rootCause} onChange={(rootCause) => patch({ rootCause })} />
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

export function RectificationDialog({ kind, rectificationId, onClose }: Close & { kind: 'done' | 'drop'; rectificationId: string }) {
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
