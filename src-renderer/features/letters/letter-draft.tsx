import { Button, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ConfirmDialog } from '#renderer/components/confirm-dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, LeaveGuard, SaveButton } from '#renderer/components/form.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { ReplyField } from '#renderer/components/reply-field.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { useDraft } from '#renderer/lib/draft.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import type { LetterView } from '#shared/contract/letters.ts';
import { blanksIn, unknownVariables } from '#shared/rules/letters.ts';
import { BackToCase, DropButton } from './letter-parts.tsx';
import { LetterSheet } from './letter-sheet.tsx';
import classes from './letters.module.css';
import { useLabels } from './use-labels.ts';

const text = z.object({ title: z.string(), body: z.string() });
type Text = z.infer<typeof text>;

const reload = (id: string): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.letters.get.key({ input: { id } }) });

/** A letter that is being written: the text at the left, the sheet as it will be at the right. */
export function LetterDraft({ letter }: { letter: LetterView }) {
  const { t } = useTranslation('letters');
  const { id, title, body, version } = letter;
  const draft = useDraft<Text>(`letters.text.${id}`, { initial: { title, body }, revive: (stored) => text.safeParse(stored).data });
  const { value, setValue } = draft;
  const saveKey = useSaveKey();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { labels } = useLabels();
  const blanks = blanksIn(value.body);
  const unknown = labels ? unknownVariables(`${value.title}\n${value.body}`, labels) : [];
  const lacking = value.title.trim() === '' || value.body.trim() === '' || unknown.length > 0 || (letter.kind === 'reply' && blanks > 0);
  const patch = (part: Partial<Text>) => {
    setError(null);
    setValue((now) => ({ ...now, ...part }));
  };

  async function act(run: () => Promise<string>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const message = await run();
      draft.finish();
      await reload(id);
      notifyDone({ message });
    } catch (failure) {
      setError(failure);
      await reload(id);
    } finally {
      setBusy(false);
    }
  }
  const save = () =>
    act(async () => {
      await client.letters.save({ id, version, ...value });
      return t('done.saved');
    });
  const issue = () =>
    act(async () => {
      setAsking(false);
      const { number } = await client.letters.issue({ id, version, ...value, key: saveKey.key });
      return t('done.issued', { number });
    });

  if (!letter.may.write) return <ReadOnly letter={letter} />;
  return (
    <div className="page">
      <div className="no-print">
        <PageHead
          title={value.title || t('untitled')}
          chips={<Chip tone="line">{t('state.draft')}</Chip>}
          actions={
            <>
              <BackToCase letter={letter} />
              <DropButton letter={letter} />
              <Button leftSection={<IconSend size={15} />} disabled={lacking} loading={busy} onClick={() => setAsking(true)}>
                {t('issue')}
              </Button>
            </>
          }
        />
      </div>
      <div className={classes.room}>
        <div className={`${classes.editor} no-print`}>
          {error ? <FailurePanel inline error={error} /> : null}
          <TextInput
            id="letter-title"
            label={t('field.title')}
            maxLength={200}
            required
            value={value.title}
            onChange={(event) => patch({ title: event.currentTarget.value })}
          />
          <ReplyField
            id="letter-body"
            label={t('field.body')}
            description={t('marks')}
            checked={letter.kind === 'reply'}
            minRows={16}
            maxLength={20_000}
            value={value.body}
            onChange={(body) => patch({ body })}
          />
          <div className="row gap-12 wrap s13" aria-live="polite">
            {unknown.length > 0 ? <span className="tx-red">{t('unknown', { names: unknown.join(' ') })}</span> : null}
            {letter.kind === 'reply' && blanks > 0 ? <span className="tx-amb">{t('blanks', { count: blanks, n: blanks })}</span> : null}
            <span className="end row gap-12 s12 tx-3">
              <DraftNote draft={draft} />
              <SaveButton variant="default" onSave={() => void save()} saving={busy}>
                {t('saveDraft')}
              </SaveButton>
            </span>
          </div>
        </div>
        <div className={classes.desk} lang={letter.lang}>
          <ScrollRoom label={t('preview')}>
            <LetterSheet title={value.title} body={value.body} number={t('sheet.noNumber')} mark={t('sheet.draft')} zoom={0.75} />
          </ScrollRoom>
        </div>
      </div>
      <LeaveGuard when={draft.dirty} kept={draft.savedAt !== null} />
      <ConfirmDialog
        opened={asking}
        title={t('issueAsk.title')}
        action={t('issue')}
        busy={busy}
        onConfirm={() => void issue()}
        onCancel={() => setAsking(false)}
      >
        {t('issueAsk.text')}
      </ConfirmDialog>
    </div>
  );
}

function ReadOnly({ letter }: { letter: LetterView }) {
  const { t } = useTranslation('letters');
  return (
    <div className="page">
      <div className="no-print">
        <PageHead title={letter.title} chips={<Chip tone="line">{t('state.draft')}</Chip>} actions={<BackToCase letter={letter} />} />
      </div>
      <div className={classes.desk} lang={letter.lang}>
        <ScrollRoom label={t('preview')}>
          <LetterSheet title={letter.title} body={letter.body} number={t('sheet.noNumber')} mark={t('sheet.draft')} zoom={0.87} />
        </ScrollRoom>
      </div>
    </div>
  );
}
