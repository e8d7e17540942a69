import { Checkbox, SegmentedControl, Select } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, LeaveGuard, SaveButton } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { ReplyField } from '#renderer/components/reply-field.tsx';
import { useTooLong } from '#renderer/components/text-limit.tsx';
import { client } from '#renderer/lib/client.ts';
import { useDraft } from '#renderer/lib/draft.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import { useCase } from './case-context.tsx';
import { CHANNELS } from './channels.ts';
import classes from './complaints.module.css';
import { PhraseMenu } from './phrase-menu.tsx';
import { SideBySide } from './side-by-side.tsx';
import { useAct } from './use-act.ts';
import { useAheadPresets } from './use-ahead-presets.ts';
import { usePinned } from './use-pinned.ts';
import { WhomField, whomOf } from './whom-field.tsx';

const WAYS = [...CHANNELS, 'note'] as const;
const OUTCOMES = ['reached', 'not_reached', 'message_left'] as const;

const contactDraft = z.object({
  way: z.enum(WAYS),
  direction: z.enum(['out', 'in']),
  outcome: z.enum(OUTCOMES),
  /** null = the complainant; a name without a complainant of that id is somebody else. */
  withWhom: z.string().nullable(),
  /** One of the further complainants. */
  complainantId: z.string().nullable().default(null),
  words: z.string(),
  toldProgress: z.boolean(),
  promisedUntil: z.number().nullable(),
  happenedAt: z.number().nullable(),
});
type ContactDraft = z.infer<typeof contactDraft>;

const EMPTY: ContactDraft = {
  way: 'phone',
  direction: 'out',
  outcome: 'reached',
  withWhom: null,
  complainantId: null,
  words: '',
  toldProgress: false,
  promisedUntil: null,
  happenedAt: null,
};

export interface ComposerHandle {
  /** Puts the cursor into it; `progress` ticks 算作告知进展. */
  begin(options?: { progress?: boolean }): void;
  /** Puts a text behind what is there already. */
  insert(text: string): void;
}

const behind = (words: string, text: string): string => (words.trim() === '' ? text : `${words}\n${text}`);

/** Where the next contact or note is written: how, which way, what came of it, what was said and promised. */
export function Composer({ handle, onWriting }: { handle: RefObject<ComposerHandle | null>; onWriting: (writing: boolean) => void }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const me = usePerson();
  const { complaint } = page;
  const draft = useDraft<ContactDraft>(`complaints.contact.${complaint.id}`, {
    initial: { ...EMPTY, direction: complaint.about.some((each) => each.id === me.id) ? 'in' : 'out' },
    revive: (stored) => contactDraft.safeParse(stored).data,
  });
  const { value, setValue } = draft;
  const tooLong = useTooLong();
  const saveKey = useSaveKey();
  const { busy, error, run, clear } = useAct(complaint.id, { inForm: true });
  const [problem, setProblem] = useState<'words' | 'long' | 'promise' | 'happened' | 'whom' | null>(null);
  const writing = value.words.trim() !== '';
  useEffect(() => onWriting(writing), [onWriting, writing]);
  const pinned = usePinned(page, writing);
  const presets = useAheadPresets();
  const patch = (part: Partial<ContactDraft>) => setValue((now) => ({ ...now, ...part }));
  const note = value.way === 'note';
  const whom = whomOf(value, page);
  const mayCall = !complaint.about.some((each) => each.id === me.id);

  useEffect(() => {
    handle.current = {
      begin: ({ progress } = {}) => {
        if (progress) setValue((now) => ({ ...now, toldProgress: true, way: now.way === 'note' ? 'phone' : now.way }));
        document.getElementById('contact-words')?.focus();
      },
      insert: (text) => {
        setValue((now) => ({ ...now, words: behind(now.words, text) }));
        document.getElementById('contact-words')?.focus();
      },
    };
    return () => {
      handle.current = null;
    };
  }, [handle, setValue]);

  async function save(): Promise<void> {
    const now = serverNow();
    const found =
      value.words.trim() === ''
        ? 'words'
        : value.happenedAt !== null && value.happenedAt > now
          ? 'happened'
          : !note && value.promisedUntil !== null && value.promisedUntil <= (value.happenedAt ?? now)
            ? 'promise'
            : !note && whom.someoneElse && whom.withWhom.trim() === ''
              ? 'whom'
              : tooLong(value.words)
                ? 'long'
                : null;
    setProblem(found);
    if (found) return document.getElementById(`contact-${found === 'long' ? 'words' : found}`)?.focus();
    const act = { id: complaint.id, version: pinned.version };
    const ok = await run(
      () =>
        value.way === 'note'
          ? client.complaints.addNote({ ...act, words: value.words, key: saveKey.key })
          : client.complaints.logContact({
              ...act,
              channel: value.way,
              direction: value.direction,
              outcome: value.direction === 'in' ? 'received' : value.outcome,
              ...whom,
              words: value.words,
              toldProgress: value.toldProgress && !whom.someoneElse,
              promisedUntil: value.promisedUntil,
              happenedAt: value.happenedAt,
              key: saveKey.key,
            }),
      { done: t(note ? 'done.note' : 'done.contact') },
    );
    if (!ok) return;
    saveKey.renew();
    draft.discard();
    setValue({ ...EMPTY, way: value.way, direction: value.direction });
    draft.finish();
    // what was written is done: the keys of the page (等待, 交接, 下一件) are wanted next
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.closest(`.${classes.composer}`)) focused.blur();
  }

  const stale = error !== null && codeOf(error) === 'STALE';
  return (
    <section className={`${classes.composer} no-print`} aria-label={t('contact.title')}>
      <LeaveGuard when={writing} kept={draft.savedAt !== null} />
      <SideBySide
        meanwhile={pinned.meanwhile}
        mine={[{ key: 'words', label: t('contact.words'), text: value.words }]}
        onSeen={() => {
          pinned.seen();
          clear();
        }}
      />
      {error && !(stale && pinned.meanwhile) ? <FailurePanel error={error} inline /> : null}
      <div className="row gap-8 wrap">
        <SegmentedControl
          aria-label={t('field.channel')}
          data={WAYS.map((each) => ({ value: each, label: each === 'note' ? t('contact.note') : t(`channel.${each}`) }))}
          value={value.way}
          onChange={(next) => patch({ way: WAYS.find((each) => each === next) ?? 'phone' })}
        />
        {note ? null : (
          <>
            <SegmentedControl
              aria-label={t('contact.direction')}
              data={(['out', 'in'] as const).map((each) => ({
                value: each,
                label: t(`contact.${each}`),
                disabled: each === 'out' && !mayCall,
              }))}
              value={value.direction}
              onChange={(next) => patch({ direction: next === 'in' ? 'in' : 'out' })}
            />
            {value.direction === 'out' ? (
              <Select
                size="xs"
                w={112}
                aria-label={t('contact.outcome')}
                data={OUTCOMES.map((each) => ({ value: each, label: t(`contact.outcomes.${each}`) }))}
                value={value.outcome}
                onChange={(next) => patch({ outcome: OUTCOMES.find((each) => each === next) ?? 'reached' })}
              />
            ) : null}
            <span className="row gap-6 s13 tx-2">
              <span className="nowrap">{t(value.direction === 'out' ? 'contact.to' : 'contact.from')}</span>
              <WhomField
                id="contact-whom"
                value={{ withWhom: value.withWhom, complainantId: value.complainantId }}
                onChange={(next) => {
                  setProblem(null);
                  patch(next);
                }}
                label={t('contact.withWhom')}
                error={problem === 'whom' ? t('error.whom') : undefined}
              />
            </span>
          </>
        )}
      </div>
      <ReplyField
        id="contact-words"
        checked={!note && value.direction === 'out'}
        minRows={2}
        maxRows={6}
        aria-label={t('contact.words')}
        placeholder={t(note ? 'contact.noteHint' : 'contact.hint')}
        value={value.words}
        error={problem === 'words' ? t('error.contact') : problem === 'long' ? tooLong(value.words) : undefined}
        onChange={(words) => {
          setProblem(null);
          patch({ words });
        }}
      />
      <div className="row gap-12 wrap s13" style={{ marginTop: 8 }}>
        {note ? null : (
          <>
            <Checkbox
              label={t('contact.toldProgress')}
              checked={value.toldProgress && !whom.someoneElse}
              disabled={whom.someoneElse || (value.direction === 'out' && value.outcome === 'not_reached')}
              onChange={(event) => patch({ toldProgress: event.currentTarget.checked })}
            />
            <span className="row gap-4 tx-2">
              <IconBookmark size={14} aria-hidden="true" />
              <MomentField
                id="contact-promise"
                size="xs"
                width={172}
                label={t('contact.promise')}
                nullText={t('contact.promise')}
                value={value.promisedUntil}
                onChange={(promisedUntil) => patch({ promisedUntil })}
                presets={presets}
                error={problem === 'promise' ? t('error.notAfter') : undefined}
              />
            </span>
            <span className="row gap-4 tx-2">
              <MomentField
                id="contact-happened"
                size="xs"
                width={172}
                label={t('field.happenedAt')}
                nullText={t('contact.happenedNow')}
                value={value.happenedAt}
                onChange={(happenedAt) => patch({ happenedAt })}
                error={problem === 'happened' ? t('record.error.future') : undefined}
              />
            </span>
          </>
        )}
        <PhraseMenu onInsert={(text) => patch({ words: behind(value.words, text) })} />
        <span className="end row gap-12 tx-3 s12">
          {writing ? <DraftNote draft={draft} /> : null}
          <SaveButton size="xs" onSave={() => void save()} saving={busy} />
        </span>
      </div>
    </section>
  );
}
