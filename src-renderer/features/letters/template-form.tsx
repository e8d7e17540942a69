import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, LeaveGuard, SaveButton } from '#renderer/components/form.tsx';
import { Section } from '#renderer/components/page-head.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { client } from '#renderer/lib/client.ts';
import { useDraft } from '#renderer/lib/draft.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { LetterTemplate } from '#shared/contract/letters.ts';
import { fillText, tokenOf, unknownVariables } from '#shared/rules/letters.ts';
import { LetterSheet } from './letter-sheet.tsx';
import classes from './letters.module.css';
import { useLabels } from './use-labels.ts';

const text = z.object({ name: z.string(), body: z.string(), kind: z.enum(['reply', 'record', 'phrase']) });
type Text = z.infer<typeof text>;

const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.letters.key() });

interface TemplateFormProps {
  readonly template: LetterTemplate;
  readonly onSaved: (id: string) => void;
  readonly onGone: () => void;
}

/** One text: its name, its words with variables put in by button, and how it will read, with invented values. */
export function TemplateForm({ template, onSaved, onGone }: TemplateFormProps) {
  const { t } = useTranslation('letters');
  const { id, builtin, lang, version } = template;
  const isNew = id === '';
  const draft = useDraft<Text>(`letters.template.${builtin ? `${lang}.${builtin}` : id || 'new'}`, {
    initial: { name: template.name, body: template.body, kind: template.kind },
    revive: (stored) => text.safeParse(stored).data,
  });
  const { value, setValue } = draft;
  const saveKey = useSaveKey();
  const area = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { labels, samples, of } = useLabels();
  const unknown = labels ? unknownVariables(value.body, labels) : [];
  const empty = value.name.trim() === '' || value.body.trim() === '';
  const patch = (part: Partial<Text>) => {
    setError(null);
    setValue((now) => ({ ...now, ...part }));
  };

  function insert(label: string): void {
    const field = area.current;
    const token = tokenOf(label);
    const from = field?.selectionStart ?? value.body.length;
    const to = field?.selectionEnd ?? from;
    patch({ body: value.body.slice(0, from) + token + value.body.slice(to) });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + token.length, from + token.length);
    });
  }
  async function act(run: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await run();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  const save = () =>
    act(async () => {
      const saved = await client.letters.saveTemplate({ id: isNew ? null : id, lang, version, ...value, key: saveKey.key });
      saveKey.renew();
      draft.finish();
      await reload();
      onSaved(saved.id);
      notifyDone({ message: t('templates.saved', { name: value.name }) });
    });
  const reset = () =>
    act(async () => {
      await client.letters.resetTemplate({ id, version });
      const [row] = (await client.letters.templates({ lang })).filter((each) => each.builtin === builtin);
      if (row) setValue({ name: row.name, body: row.body, kind: row.kind });
      draft.finish();
      await reload();
      notifyDone({ message: t('templates.resetDone', { name: row?.name ?? value.name }) });
    });
  const remove = () =>
    act(async () => {
      const { commandId } = await client.letters.removeTemplate({ id, version });
      draft.finish();
      await reload();
      onGone();
      notifyDone({ message: t('templates.removed', { name: value.name }), undo: () => client.audit.undo({ commandId }) });
    });

  const shown = fillText(value.body, samples).text;
  return (
    <div className="page grow" style={{ minWidth: 0 }}>
      <div className="row grow" style={{ minHeight: 0, alignItems: 'stretch' }}>
        <div className={classes.editor}>
          {error ? <FailurePanel inline error={error} onRetry={() => void reload()} /> : null}
          {isNew ? (
            <SegmentedControl
              aria-label={t('templates.kind')}
              data={(['reply', 'record', 'phrase'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
              value={value.kind}
              onChange={(next) => patch({ kind: text.shape.kind.catch('phrase').parse(next) })}
            />
          ) : null}
          <TextInput
            id="template-name"
            label={t('templates.name')}
            required
            maxLength={200}
            value={value.name}
            onChange={(event) => patch({ name: event.currentTarget.value })}
          />
          <section aria-label={t('templates.variables')}>
            <p className="s12 tx-3">{t('templates.variables')}</p>
            <div className={classes.variables}>
              {of[lang].map((label) => (
                <button key={label} type="button" className={classes.variable} onClick={() => insert(label)}>
                  {label}
                </button>
              ))}
            </div>
          </section>
          <Textarea
            id="template-body"
            ref={area}
            label={t('field.body')}
            description={value.kind === 'phrase' ? undefined : t('marks')}
            required
            autosize
            minRows={value.kind === 'phrase' ? 5 : 10}
            maxRows={22}
            maxLength={20_000}
            value={value.body}
            error={unknown.length > 0 ? t('unknown', { names: unknown.join(' ') }) : undefined}
            onChange={(event) => patch({ body: event.currentTarget.value })}
          />
          {version > 0 ? <Versions id={id} version={version} onTake={(name, body) => patch({ name, body })} /> : null}
        </div>
        <div className={classes.desk} lang={lang}>
          <ScrollRoom label={t('preview')}>
            {value.kind === 'phrase' ? (
              <p className={classes.message}>{shown || t('templates.nothing')}</p>
            ) : (
              <LetterSheet title={value.name} body={shown} number={t('sheet.example')} mark={t('sheet.example')} zoom={0.55} />
            )}
          </ScrollRoom>
        </div>
      </div>
      <div className={classes.foot}>
        <span className="s12 tx-3 grow">
          <DraftNote draft={draft} />
        </span>
        {template.changed ? (
          <Button variant="default" onClick={() => void reset()}>
            {t('templates.reset')}
          </Button>
        ) : null}
        {builtin === '' && !isNew ? (
          <Button variant="default" onClick={() => void remove()}>
            {t('templates.remove')}
          </Button>
        ) : null}
        <SaveButton
          onSave={() => void save()}
          saving={busy}
          blocked={empty ? t('templates.lacking') : unknown.length > 0 ? t('unknown', { names: unknown.join(' ') }) : undefined}
        />
      </div>
      <LeaveGuard when={draft.dirty} kept={draft.savedAt !== null} />
    </div>
  );
}

/** What it said before; taking one puts its words into the form, saving makes it count. */
function Versions({ id, version, onTake }: { id: string; version: number; onTake: (name: string, body: string) => void }) {
  const { t } = useTranslation('letters');
  const format = useFormat();
  const query = useQuery(orpc.letters.templateVersions.queryOptions({ input: { id } }));
  return (
    <Section title={t('templates.versions')} note={t('templates.version', { n: version })}>
      <ul className={classes.versions}>
        {query.data?.map((each) => (
          <li key={each.id}>
            <span className="grow ellipsis">{t('byAt', { by: each.by, time: format.dateTime(each.at) })}</span>
            <button type="button" className="link" onClick={() => onTake(each.name, each.body)}>
              {t('templates.take')}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
