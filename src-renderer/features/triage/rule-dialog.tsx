import { Button, SegmentedControl, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { useChange } from '#renderer/lib/use-change.ts';
import { useTree } from '#renderer/lib/use-tree.ts';
import { category, severity } from '#shared/contract/fields.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { RuleFields } from '#shared/contract/triage.ts';
import { choices, nodeName } from '#shared/rules/triage-tree.ts';
import { Heard } from './heard.tsx';

export type Rule = InferContractRouterOutputs<Contract>['triage']['rules'][number];

const ANY = 'any';
const EMPTY: RuleFields = { groups: [[]], unless: [], category: null, subcategoryId: null, severity: 'general', note: '', active: true };

function fieldsOf(rule: Rule): RuleFields {
  const { groups, unless, subcategoryId, note, active } = rule;
  return { groups, unless, category: rule.category, subcategoryId, severity: rule.severity, note, active };
}

/** One rule: its words, what it proposes, and what it would make of a sentence before it is saved. */
export function RuleDialog({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const { t } = useTranslation(['triage', 'common']);
  const initial = rule ? fieldsOf(rule) : EMPTY;
  const [fields, setFields] = useState(initial);
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const { busy, change } = useChange();
  const nodes = useTree();
  const lang = currentLang();
  const [asked] = useDebouncedValue({ words, draft: { ...fields, id: rule?.id ?? null } }, 200);
  const patch = (part: Partial<RuleFields>) => setFields((now) => ({ ...now, ...part }));
  const noWords = fields.groups.every((group) => group.length === 0);
  const noNote = fields.note.trim() === '';

  async function save(): Promise<void> {
    setTried(true);
    if (noWords || noNote) return document.getElementById(noWords ? 'rule-group-0' : 'rule-note')?.focus();
    setSaving(true);
    setFailure(null);
    try {
      const { commandId } = await client.triage.saveRule({
        ...fields,
        groups: fields.groups.filter((group) => group.length > 0),
        id: rule?.id ?? null,
        version: rule?.version ?? 0,
      });
      onClose();
      notifyDone({ message: t('done.saveRule'), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      setFailure(error);
    } finally {
      setSaving(false);
    }
  }
  return (
    <Dialog
      title={rule ? t('rule.edit', { n: rule.number }) : t('rule.add')}
      onClose={onClose}
      dirty={JSON.stringify(fields) !== JSON.stringify(initial)}
      hints={
        rule?.changed ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            disabled={busy}
            onClick={() =>
              void change(() => client.triage.resetRule({ id: rule.id }), t(rule.shipped ? 'done.resetRule' : 'done.removeRule')).then(
                (ok) => ok && onClose(),
              )
            }
          >
            {t(rule.shipped ? 'rule.reset' : 'rule.remove')}
          </Button>
        ) : undefined
      }
      actions={<SaveButton onSave={() => void save()} saving={saving} />}
    >
      {failure ? <FailurePanel inline error={failure} /> : null}
      <FieldRow
        label={t('rule.words')}
        htmlFor="rule-group-0"
        required
        error={tried && noWords ? t('rule.needWords') : undefined}
        hint={t(fields.groups.length > 1 ? 'rule.groupsHint' : 'rule.wordsHint')}
      >
        <div className="col gap-8">
          {fields.groups
            .map((group, index) => ({ group, index, place: `group-${index}` }))
            .map(({ group, index, place }) => (
              <TagsInput
                key={place}
                id={`rule-group-${index}`}
                data-autofocus={index === 0 || undefined}
                aria-label={t('rule.group', { n: index + 1 })}
                splitChars={[',', '，', '、', ' ', ';', '；']}
                acceptValueOnBlur
                value={group}
                onChange={(next) => patch({ groups: fields.groups.map((each, at) => (at === index ? next : each)) })}
              />
            ))}
          {fields.groups.length < 6 ? (
            <span>
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                leftSection={<IconPlus size={14} />}
                onClick={() => patch({ groups: [...fields.groups, []] })}
              >
                {t('rule.addGroup')}
              </Button>
            </span>
          ) : null}
        </div>
      </FieldRow>
      <FieldRow label={t('rule.unless')} htmlFor="rule-unless" hint={t('rule.unlessHint')}>
        <TagsInput
          id="rule-unless"
          splitChars={[',', '，', '、', ';', '；']}
          acceptValueOnBlur
          value={fields.unless}
          onChange={(unless) => patch({ unless })}
        />
      </FieldRow>
      <FieldRow label={t('rule.proposes')}>
        <div className="row gap-8 wrap">
          <Select
            w={150}
            aria-label={t('rule.category')}
            data={[
              { value: ANY, label: t('rule.any') },
              ...category.options.map((each) => ({ value: each, label: t(`common:category.${each}`) })),
            ]}
            value={fields.category ?? ANY}
            onChange={(next) => patch({ category: category.safeParse(next).data ?? null, subcategoryId: null })}
          />
          <Select
            w={190}
            aria-label={t('rule.subcategory')}
            placeholder={t('rule.noSubcategory')}
            disabled={fields.category === null}
            clearable
            data={choices(nodes, 'subcategory', fields.category ?? '').map((node) => ({ value: node.id, label: nodeName(node, lang) }))}
            value={fields.subcategoryId}
            onChange={(subcategoryId) => patch({ subcategoryId })}
          />
          <SegmentedControl
            aria-label={t('rule.severity')}
            data={severity.options.map((each) => ({ value: each, label: t(`common:severity.${each}`) }))}
            value={fields.severity}
            onChange={(next) => patch({ severity: severity.catch(fields.severity).parse(next) })}
          />
        </div>
      </FieldRow>
      <FieldRow
        label={t('rule.note')}
        htmlFor="rule-note"
        required
        error={tried && noNote ? t('rule.needNote') : undefined}
        hint={t('rule.noteHint')}
      >
        <TextInput id="rule-note" maxLength={200} value={fields.note} onChange={(event) => patch({ note: event.currentTarget.value })} />
      </FieldRow>
      <FieldRow label={t('rule.state')}>
        <Switch
          mt={6}
          label={t('rule.active')}
          checked={fields.active}
          onChange={(event) => patch({ active: event.currentTarget.checked })}
        />
      </FieldRow>
      <FieldRow label={t('try.title')} htmlFor="rule-try">
        <div className="col gap-8">
          <Textarea
            id="rule-try"
            minRows={2}
            autosize
            placeholder={t('try.hint')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Heard words={asked.words} draft={asked.draft} />
        </div>
      </FieldRow>
    </Dialog>
  );
}
