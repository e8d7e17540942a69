import { SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ContactPhone } from '#renderer/components/contact-phone.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { ReplyField } from '#renderer/components/reply-field.tsx';
import { SkeletonRows } from '#renderer/components/skeletons.tsx';
import { Status } from '#renderer/components/status.tsx';
import type { client } from '#renderer/lib/client.ts';
import { useDraft } from '#renderer/lib/draft.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { undoOf } from '#renderer/lib/undo.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import { addDays, atMinute } from '#shared/rules/zone.ts';
import { Attempts } from './attempts.tsx';
import { reasonOf, whoIsCalled } from './who.ts';

type Page = Awaited<ReturnType<typeof client.followUps.get>>;
type Outcome = Page['attempts'][number]['outcome'];
type Mood = '' | 'good' | 'neutral' | 'bad';
/** After so many tries without an answer the core closes it as unreachable. */
const MOST_TRIES = 3;
const OUTCOMES: readonly Outcome[] = ['reached', 'not_reached', 'call_later', 'wrong_number', 'refused'];
const MOODS: readonly Mood[] = ['good', 'neutral', 'bad'];

interface Value {
  readonly outcome: Outcome;
  readonly words: string;
  readonly mood: Mood;
  readonly satisfaction: number | null;
  readonly nextAt: number | null;
  readonly promise: string;
  readonly promiseAt: number | null;
}
const blank: Value = { outcome: 'reached', words: '', mood: '', satisfaction: null, nextAt: null, promise: '', promiseAt: null };

/** The keyboard begins at the outcome: arrows choose, Tab goes on. The frame of the choices itself cannot hold the focus. */
const focusChosen = (frame: HTMLDivElement | null): void => {
  if (frame) requestAnimationFrame(() => frame.querySelector<HTMLInputElement>('input:checked')?.focus());
};

/** What came of a call, by keyboard alone: outcome, words, mood, satisfaction, next time, promise. */
export function RecordDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('follow-ups');
  const query = useQuery(orpc.followUps.get.queryOptions({ input: { id } }));
  const mayWrite = useRight('follow-ups.write') !== undefined;
  if (query.data?.followUp.state === 'open' && mayWrite) return <Recording page={query.data} onClose={onClose} />;
  return (
    <Dialog title={query.data ? whoIsCalled(t, query.data.followUp) : t('title')} size={640} onClose={onClose}>
      {query.isError ? <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        <>
          <About page={query.data} />
          <Status kind={query.data.followUp.state === 'done' ? 'kept' : 'new'}>{t(`state.${query.data.followUp.state}`)}</Status>
          <Attempts attempts={query.data.attempts} />
        </>
      ) : query.isError ? null : (
        <SkeletonRows />
      )}
    </Dialog>
  );
}

function About({ page: { followUp } }: { page: Page }) {
  const { t } = useTranslation('follow-ups');
  return (
    <div className="row gap-12 wrap s13" style={{ marginBottom: 12 }}>
      {followUp.student ? (
        <Link to="/students/$id" params={{ id: followUp.student.id }} className="link">
          {followUp.student.name} {followUp.student.number}
        </Link>
      ) : null}
      <span className="tx-2">{followUp.contact.name}</span>
      <ContactPhone row={followUp} />
      {followUp.complaint ? (
        <Link to="/complaints/$id" params={{ id: followUp.complaint.id }} className="link">
          {followUp.complaint.number}
        </Link>
      ) : null}
      {followUp.doNotContact ? <Status kind="late">{t('doNotContact')}</Status> : null}
      {followUp.tries > 0 && followUp.state === 'open' ? <span className="tx-3">{t('try', { n: followUp.tries + 1 })}</span> : null}
    </div>
  );
}

function Recording({ page, onClose }: { page: Page; onClose: () => void }) {
  const { t } = useTranslation('follow-ups');
  const format = useFormat();
  const today = useToday();
  const { followUp } = page;
  const { key } = useSaveKey();
  const draft = useDraft<Value>(`follow-ups.record.${followUp.id}`, { initial: blank });
  const { value } = draft;
  const [checked, setChecked] = useState(false);
  const ids = { words: useId(), promise: useId(), next: useId(), promiseAt: useId() };
  const set = (change: Partial<Value>) => draft.setValue((now) => ({ ...now, ...change }));
  const talked = value.outcome === 'reached' || value.outcome === 'call_later' || value.outcome === 'refused';
  const visit = followUp.rule === 'complaint_visit';
  const morning = (day: string) => atMinute(day, 10 * 60, format.zone);
  const presets = [
    { label: t('preset.afternoon'), at: atMinute(today, 15 * 60, format.zone) },
    { label: t('preset.evening'), at: atMinute(today, 18 * 60, format.zone) },
    { label: t('preset.tomorrow'), at: morning(addDays(today, 1)) },
    { label: t('preset.week'), at: morning(addDays(today, 7)) },
    { label: t('preset.month'), at: morning(addDays(today, 30)) },
  ].filter((preset) => preset.at > serverNow());
  const errors = {
    next:
      value.outcome === 'call_later' && value.nextAt === null
        ? t('error.next')
        : value.nextAt !== null && value.nextAt <= serverNow()
          ? t('error.past')
          : null,
    promise: value.promise.trim() !== '' && value.promiseAt === null ? t('error.promiseAt') : null,
    words: value.outcome === 'reached' && value.words.trim() === '' ? t('error.words') : null,
  };
  const save = useMutation(
    orpc.followUps.record.mutationOptions({
      onSuccess: (done) => {
        draft.finish();
        onClose();
        const next = done.nextOn === null ? '' : t('saved.next', { day: format.nearDay(done.nextOn, today) });
        notifyDone({ message: `${t(`saved.${done.state}`)}${next}`, undo: undoOf(done) });
      },
    }),
  );
  function thenText(): string {
    const counted = value.outcome === 'not_reached' || value.outcome === 'wrong_number';
    const more = MOST_TRIES - 1 - followUp.tries;
    return counted && more <= 0 ? t(`then.${value.outcome}_last`) : t(`then.${value.outcome}`, { count: more });
  }
  function run(): void {
    const first = errors.words ? ids.words : errors.next ? ids.next : errors.promise ? ids.promiseAt : null;
    if (first) {
      setChecked(true);
      document.getElementById(first)?.focus();
      return;
    }
    save.mutate({
      id: followUp.id,
      version: followUp.version,
      outcome: value.outcome,
      words: value.words,
      mood: talked ? value.mood : '',
      satisfaction: value.outcome === 'reached' ? value.satisfaction : null,
      nextAt: value.outcome === 'refused' ? null : value.nextAt,
      promise:
        talked && value.promise.trim() !== '' && value.promiseAt !== null ? { words: value.promise.trim(), dueAt: value.promiseAt } : null,
      key,
    });
  }
  return (
    <Dialog
      title={t('recordTitle', { who: whoIsCalled(t, followUp), reason: reasonOf(t, followUp) })}
      size={680}
      onClose={onClose}
      dirty={draft.dirty}
      kept
      state={<DraftNote draft={draft} />}
      after={<span>{thenText()}</span>}
      actions={
        <SaveButton onSave={run} saving={save.isPending}>
          {t('save')}
        </SaveButton>
      }
    >
      <About page={page} />
      {save.isError ? <FailurePanel error={save.error} inline /> : null}
      <FieldRow label={t('field.outcome')} required>
        <SegmentedControl
          aria-label={t('field.outcome')}
          ref={focusChosen}
          data-autofocus
          value={value.outcome}
          onChange={(outcome) => set({ outcome: outcome as Outcome })}
          data={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
        />
      </FieldRow>
      <FieldRow label={t('field.words')} htmlFor={ids.words} required={value.outcome === 'reached'} error={checked ? errors.words : null}>
        <ReplyField
          id={ids.words}
          minRows={3}
          maxRows={8}
          value={value.words}
          placeholder={t(visit ? 'placeholder.visit' : 'placeholder.words')}
          onChange={(words) => set({ words })}
        />
      </FieldRow>
      {talked ? (
        <FieldRow label={t('field.mood')}>
          <SegmentedControl
            aria-label={t('field.mood')}
            value={value.mood}
            onChange={(mood) => set({ mood: mood as Mood })}
            data={[...MOODS.map((mood) => ({ value: mood, label: t(`mood.${mood}`) })), { value: '', label: t('mood.none') }]}
          />
        </FieldRow>
      ) : null}
      {value.outcome === 'reached' ? (
        <FieldRow label={t('field.satisfaction')} hint={t(visit ? 'hint.satisfaction' : 'hint.satisfactionOptional')}>
          <SegmentedControl
            aria-label={t('field.satisfaction')}
            value={value.satisfaction === null ? '' : String(value.satisfaction)}
            onChange={(score) => set({ satisfaction: score === '' ? null : Number(score) })}
            data={[
              ...[1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: t(`score.${score}`) })),
              { value: '', label: t('score.none') },
            ]}
          />
        </FieldRow>
      ) : null}
      {value.outcome === 'refused' ? null : (
        <FieldRow
          label={t('field.next')}
          htmlFor={ids.next}
          required={value.outcome === 'call_later'}
          error={checked ? errors.next : null}
          hint={t(`hint.next.${value.outcome}`)}
        >
          <MomentField
            id={ids.next}
            label={t('field.next')}
            value={value.nextAt}
            onChange={(nextAt) => set({ nextAt })}
            nullText={t(value.outcome === 'call_later' ? 'nextExample' : 'nextNone')}
            presets={presets}
            width={260}
          />
        </FieldRow>
      )}
      {talked ? (
        <FieldRow label={t('field.promise')} htmlFor={ids.promise} error={checked ? errors.promise : null} hint={t('hint.promise')}>
          <div className="row gap-8">
            <TextInput
              id={ids.promise}
              className="grow"
              value={value.promise}
              maxLength={200}
              placeholder={t('placeholder.promise')}
              onChange={(event) => set({ promise: event.currentTarget.value })}
            />
            <MomentField
              id={ids.promiseAt}
              label={t('field.promiseAt')}
              value={value.promiseAt}
              onChange={(promiseAt) => set({ promiseAt })}
              nullText={t('promiseWhen')}
              presets={presets}
              width={200}
            />
          </div>
        </FieldRow>
      ) : null}
      <Attempts attempts={page.attempts} />
    </Dialog>
  );
}
