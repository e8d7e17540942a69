import { SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadsSettled } from '#renderer/components/attachments/use-uploads.ts';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { KeyHint } from '#renderer/components/key-cap.tsx';
import { StaffMultiSelect } from '#renderer/components/staff-select.tsx';
import { TextLimit, useTooLong } from '#renderer/components/text-limit.tsx';
import { client } from '#renderer/lib/client.ts';
import { useDraft } from '#renderer/lib/draft.ts';
import { codeOf, failureData } from '#renderer/lib/failure.ts';
import type { CreateParams } from '#renderer/lib/frame.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { type Channel, channel as channels, LONG_TEXT } from '#shared/contract/fields.ts';
import { CHANNELS } from './channels.ts';
import { ComplainantField } from './complainant-field.tsx';
import { ForecastStrip } from './forecast-strip.tsx';
import { PacksField } from './packs-field.tsx';
import { ProposalField } from './proposal-field.tsx';
import { emptyDraft, packsOf, type RecordDraft, recordDraft } from './record-draft.ts';
import { RecordFiles } from './record-files.tsx';
import { ChannelKeys, Elapsed, usePresentStudent } from './record-parts.tsx';
import { proposalQuery, proposed, willBeProposed } from './record-proposals.ts';
import { OnSpotRow, ReceivedRow } from './record-rows.tsx';
import { StudentPicker } from './student-picker.tsx';
import { WordsField } from './words-field.tsx';

/** The last one used is the likeliest; lost with the page, which is no harm. */
let lastChannel: Channel = 'phone';

type FieldError = 'students' | 'complainant' | 'words' | 'receivedAt' | 'answeredOnSpot';
type Errors = Partial<Record<FieldError, string | undefined>>;

const FIELD_IDS: Readonly<Record<FieldError, string>> = {
  students: 'record-students',
  complainant: 'complainant-name',
  words: 'record-words',
  receivedAt: 'record-received',
  answeredOnSpot: 'record-on-spot',
};

/** 记投诉: under a minute by keyboard alone; everything but student and words is proposed. */
export function RecordDialog({ params, onClose }: { params: CreateParams; onClose: () => void }) {
  const { t } = useTranslation(['complaints', 'common']);
  const navigate = useNavigate();
  const draft = useDraft<RecordDraft>(params.studentId ? `complaints.record.${params.studentId}` : 'complaints.record', {
    initial: emptyDraft(lastChannel),
    revive: (stored) => recordDraft.safeParse(stored).data,
  });
  const { value, setValue } = draft;
  const tooLong = useTooLong();
  const saveKey = useSaveKey();
  const filesSettled = useRef<UploadsSettled | null>(null);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [errors, setErrors] = useState<Errors>({});
  const patch = useCallback((part: Partial<RecordDraft>) => setValue((now) => ({ ...now, ...part })), [setValue]);

  usePresentStudent(params.studentId, draft.ready, value.students, (student) => patch({ students: [...value.students, student] }));

  const [words] = useDebouncedValue(value.words, 200);
  const { data: proposal } = useQuery({
    ...proposalQuery(words),
    enabled: words.trim() !== '',
    placeholderData: keepPreviousData,
  });
  const hasWords = value.words.trim() !== '';
  const classified = value.byHand ?? (hasWords ? proposal : undefined) ?? { category: 'service', subcategory: '', severity: 'general' };
  const { data: forecast } = useQuery({
    ...orpc.complaints.forecast.queryOptions({
      input: {
        studentIds: value.students.map((student) => student.id),
        aboutStaffIds: value.aboutStaffIds,
        category: classified.category,
        severity: classified.severity,
        receivedAt: value.receivedAt,
      },
    }),
    placeholderData: keepPreviousData,
    // it says what happens from now on, so it may not stand still while somebody types
    refetchInterval: 30_000,
    staleTime: 0,
  });

  const known = value.complainant.kind !== 'anonymous';

  function check(): Errors {
    const found: Errors = {};
    const { kind } = value.complainant;
    if (value.students.length === 0 && kind !== 'anonymous' && kind !== 'other') found.students = t('record.error.student');
    if (kind === 'other' && value.complainant.name.trim() === '' && !willBeProposed(value)) {
      if (value.students.length === 0) found.students = t('record.error.studentOrName');
      else found.complainant = t('record.error.name');
    }
    found.words = hasWords ? tooLong(value.words) : t('record.error.words');
    if (value.receivedAt !== null && value.receivedAt > serverNow()) found.receivedAt = t('record.error.future');
    if (value.onSpot) found.answeredOnSpot = value.answeredOnSpot.trim() === '' ? t('record.error.onSpot') : tooLong(value.answeredOnSpot);
    return found;
  }

  function show(found: Errors): void {
    setErrors(found);
    const first = (Object.keys(FIELD_IDS) as FieldError[]).find((field) => found[field]);
    if (first) document.getElementById(FIELD_IDS[first])?.focus();
  }

  async function save(): Promise<void> {
    const found = check();
    show(found);
    if (Object.values(found).some((words) => words !== undefined)) return;
    setSaving(true);
    setFailure(null);
    try {
      // a file that is still on its way would be left behind; one that was not taken stays in sight with its reason
      if ((await filesSettled.current?.()) === false) return;
      const result = await client.complaints.record({
        studentIds: value.students.map((student) => student.id),
        enrolmentIds: packsOf(value.students, value.packs),
        ...(await proposed(value)),
        aboutStaffIds: value.aboutStaffIds,
        channel: value.channel,
        words: value.words,
        wish: value.wish,
        receivedAt: value.receivedAt,
        firstContactId: value.firstContactId,
        replyRequired: value.replyRequired,
        tags: value.tags,
        answeredOnSpot: value.onSpot ? value.answeredOnSpot : '',
        filesId: value.filesId,
        key: saveKey.key,
      });
      lastChannel = value.channel;
      draft.finish();
      onClose();
      notifyDone({
        message: result.owner
          ? t('record.done', { number: result.number, owner: result.owner.name })
          : t('record.doneNobody', { number: result.number }),
        lead: { label: t('record.open'), run: () => void navigate({ to: '/complaints/$id', params: { id: result.id } }) },
        undo: result.undoable ? () => client.audit.undo({ commandId: result.commandId }) : undefined,
      });
    } catch (error) {
      setFailure(error);
      if (codeOf(error) === 'FUTURE_TIME') show({ receivedAt: t('record.error.future') });
      const field = failureData(error, 'INVALID')?.field;
      if (field === 'complainant') show({ complainant: t('record.error.name') });
      if (field === 'studentIds') show({ students: t('record.error.student') });
    } finally {
      setSaving(false);
    }
  }

  const recent = value.students.length > 0 && forecast ? forecast.recentComplaints : null;
  return (
    <Dialog
      title={t('record.title')}
      onClose={onClose}
      dirty={draft.dirty}
      kept={draft.savedAt !== null}
      state={
        <>
          <DraftNote draft={draft} />
          <Elapsed />
        </>
      }
      after={<ForecastStrip forecast={forecast} severity={classified.severity} known={known} />}
      hints={
        <>
          <KeyHint keys="tab" label={t('common:form.keyNext')} />
          <KeyHint id="form.channel1" />
        </>
      }
      actions={
        <SaveButton onSave={() => void save()} saving={saving}>
          {t('record.save')}
        </SaveButton>
      }
    >
      <ChannelKeys choose={(channel) => patch({ channel })} />
      {failure ? <FailurePanel error={failure} inline /> : null}
      <FieldRow label={t('field.students')} htmlFor="record-students" required error={errors.students}>
        <div className="row gap-8">
          <div className="grow" style={{ minWidth: 0 }}>
            <StudentPicker
              id="record-students"
              value={value.students}
              invalid={errors.students !== undefined}
              onAdd={(student) => {
                patch({ students: [...value.students, student] });
                // who went on already is left where he is
                if (value.students.length === 0 && document.activeElement?.id === 'record-students')
                  document.getElementById('record-words')?.focus();
              }}
              onRemove={(id) => patch({ students: value.students.filter((student) => student.id !== id) })}
            />
          </div>
          {recent === null ? null : (
            <span className={`s12 nowrap ${recent > 0 ? 'tx-amb' : 'tx-3'}`}>
              {recent > 0 ? t('record.recent', { count: recent, n: recent }) : t('record.noRecent')}
            </span>
          )}
        </div>
      </FieldRow>
      <PacksField id="record-packs" students={value.students} value={value.packs} onChange={(packs) => patch({ packs })} />
      <FieldRow label={t('record.complainant')}>
        <div className="row gap-8 wrap between">
          <ComplainantField
            students={value.students}
            value={value.complainant}
            chosen={value.complainantChosen}
            nameError={errors.complainant}
            onChange={(complainant, complainantChosen) => patch({ complainant, complainantChosen })}
          />
          <SegmentedControl
            aria-label={t('field.channel')}
            data={CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))}
            value={value.channel}
            onChange={(next) => patch({ channel: channels.catch(value.channel).parse(next) })}
          />
        </div>
      </FieldRow>
      <FieldRow label={t('field.words')} htmlFor="record-words" required error={errors.words}>
        <WordsField
          id="record-words"
          value={value.words}
          onChange={(next) => patch({ words: next })}
          matches={hasWords && !value.byHand ? (proposal?.matches ?? []) : []}
          invalid={errors.words !== undefined}
          autoFocus={value.students.length > 0}
          placeholder={t('record.wordsHint')}
        />
        {errors.words ? null : <TextLimit text={value.words} otherwise={t('record.length', { n: value.words.length })} />}
      </FieldRow>
      <FieldRow label={t('record.proposal')}>
        <ProposalField
          proposal={hasWords ? proposal : undefined}
          hasWords={hasWords}
          byHand={value.byHand}
          onByHand={(byHand) => patch({ byHand })}
        />
      </FieldRow>
      <ReceivedRow value={value} patch={patch} error={errors.receivedAt} />
      <FieldRow label={t('field.wish')} htmlFor="record-wish">
        <div className="row gap-8">
          <TextInput
            id="record-wish"
            className="grow"
            maxLength={LONG_TEXT}
            value={value.wish}
            placeholder={t('record.wishHint')}
            onChange={(event) => patch({ wish: event.currentTarget.value })}
          />
          <span className="tx-2 nowrap">{t('field.about')}</span>
          <div style={{ width: 240 }}>
            <StaffMultiSelect
              label={t('field.about')}
              value={value.aboutStaffIds}
              onChange={(aboutStaffIds) => patch({ aboutStaffIds })}
              placeholder={t('record.aboutHint')}
            />
          </div>
        </div>
      </FieldRow>
      <RecordFiles filesId={value.filesId} onBegin={(filesId) => patch({ filesId })} settled={filesSettled} />
      <OnSpotRow value={value} patch={patch} error={errors.answeredOnSpot} />
    </Dialog>
  );
}
