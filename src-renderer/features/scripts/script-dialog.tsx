import { Button, MultiSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useChange } from '#renderer/lib/use-change.ts';
import { category } from '#shared/contract/fields.ts';
import { type ScriptFields, type ScriptView, scenario, scriptState } from '#shared/contract/scripts.ts';
import { tokenOf } from '#shared/rules/letters.ts';

const blank = (): ScriptFields => ({
  lang: currentLang(),
  scenario: 'complaint',
  title: '',
  question: '',
  answer: '',
  mention: [],
  avoid: [],
  categories: [],
  words: [],
  state: 'published',
});

function fieldsOf({ lang, title, question, answer, mention, avoid, categories, words, state, ...rest }: ScriptView): ScriptFields {
  return { lang, scenario: rest.scenario, title, question, answer, mention, avoid, categories, words, state };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** One script: to read for everybody, to change for those who publish. */
export function ScriptDialog({ script, onClose }: { script: ScriptView | null; onClose: () => void }) {
  const { t } = useTranslation(['scripts', 'common']);
  const publishes = useRight('scripts.publish') !== undefined;
  const initial = script ? fieldsOf(script) : blank();
  const [fields, setFields] = useState(initial);
  // as typed: a line that is being begun is none yet
  const [points, setPoints] = useState({ mention: initial.mention.join('\n'), avoid: initial.avoid.join('\n') });
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const saveKey = useSaveKey();
  const { busy, change } = useChange();
  const patch = (part: Partial<ScriptFields>) => setFields((now) => ({ ...now, ...part }));
  const now = { ...fields, mention: linesOf(points.mention), avoid: linesOf(points.avoid) };
  const noTitle = now.title.trim() === '';
  const noAnswer = now.answer.trim() === '';

  async function save(): Promise<void> {
    setTried(true);
    if (noTitle || noAnswer) return document.getElementById(noTitle ? 'script-title' : 'script-answer')?.focus();
    setSaving(true);
    setFailure(null);
    try {
      const { commandId } = await client.scripts.save({ ...now, id: script?.id ?? null, version: script?.version ?? 0, key: saveKey.key });
      onClose();
      notifyDone({ message: t('done.save'), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      setFailure(error);
    } finally {
      setSaving(false);
    }
  }
  const reset = (known: ScriptView): void =>
    void change(() => client.scripts.reset({ id: known.id, version: known.version }), t(known.shipped ? 'done.reset' : 'done.remove')).then(
      (ok) => ok && onClose(),
    );
  return (
    <Dialog
      title={script ? script.title : t('add')}
      onClose={onClose}
      dirty={JSON.stringify(now) !== JSON.stringify(initial)}
      hints={
        publishes && script?.changed ? (
          <Button size="xs" variant="subtle" color="gray" disabled={busy} onClick={() => reset(script)}>
            {t(script.shipped ? 'reset' : 'remove')}
          </Button>
        ) : undefined
      }
      actions={publishes ? <SaveButton onSave={() => void save()} saving={saving} /> : null}
    >
      {failure ? <FailurePanel inline error={failure} /> : null}
      <fieldset disabled={!publishes} style={{ all: 'unset', display: 'contents' }}>
        <FieldRow label={t('field.title')} htmlFor="script-title" required error={tried && noTitle ? t('need.title') : undefined}>
          <TextInput
            id="script-title"
            data-autofocus
            maxLength={200}
            value={fields.title}
            onChange={(event) => patch({ title: event.currentTarget.value })}
          />
        </FieldRow>
        <FieldRow label={t('field.scenario')}>
          <div className="row gap-8 wrap">
            <Select
              w={170}
              aria-label={t('field.scenario')}
              disabled={!publishes}
              data={scenario.options.map((each) => ({ value: each, label: t(`scenario.${each}`) }))}
              value={fields.scenario}
              onChange={(next) => patch({ scenario: scenario.catch(fields.scenario).parse(next) })}
            />
            <Select
              w={130}
              aria-label={t('field.state')}
              disabled={!publishes}
              data={scriptState.options.map((each) => ({ value: each, label: t(`state.${each}`) }))}
              value={fields.state}
              onChange={(next) => patch({ state: scriptState.catch(fields.state).parse(next) })}
            />
          </div>
        </FieldRow>
        <FieldRow label={t('field.question')} htmlFor="script-question">
          <Textarea
            id="script-question"
            minRows={1}
            maxLength={500}
            value={fields.question}
            onChange={(event) => patch({ question: event.currentTarget.value })}
          />
        </FieldRow>
        <FieldRow
          label={t('field.answer')}
          htmlFor="script-answer"
          required
          error={tried && noAnswer ? t('need.answer') : undefined}
          hint={t('variables', { token: tokenOf(t('variable')) })}
        >
          <Textarea
            id="script-answer"
            minRows={4}
            maxRows={12}
            maxLength={4000}
            value={fields.answer}
            onChange={(event) => patch({ answer: event.currentTarget.value })}
          />
        </FieldRow>
        {(['mention', 'avoid'] as const).map((each) => (
          <FieldRow key={each} label={t(`field.${each}`)} htmlFor={`script-${each}`} hint={publishes ? t('lines') : undefined}>
            <Textarea
              id={`script-${each}`}
              minRows={2}
              value={points[each]}
              onChange={(event) => {
                const typed = event.currentTarget.value;
                setPoints((held) => ({ ...held, [each]: typed }));
              }}
            />
          </FieldRow>
        ))}
        <FieldRow label={t('field.categories')} hint={t('categoriesHint')}>
          <MultiSelect
            aria-label={t('field.categories')}
            disabled={!publishes}
            data={category.options.map((each) => ({ value: each, label: t(`common:category.${each}`) }))}
            value={fields.categories}
            onChange={(next) => patch({ categories: next })}
          />
        </FieldRow>
        <FieldRow label={t('field.words')} htmlFor="script-words" hint={t('wordsHint')}>
          <TagsInput
            id="script-words"
            disabled={!publishes}
            splitChars={[',', '，', '、', ';', '；']}
            acceptValueOnBlur
            value={fields.words}
            onChange={(words) => patch({ words })}
          />
        </FieldRow>
      </fieldset>
    </Dialog>
  );
}
