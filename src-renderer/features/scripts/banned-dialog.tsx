import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useChange } from '#renderer/lib/use-change.ts';
import type { BannedFields, BannedView } from '#shared/contract/scripts.ts';

/** One banned phrase and what to say in its place. */
export function BannedDialog({ banned, onClose }: { banned: BannedView | null; onClose: () => void }) {
  const { t } = useTranslation('scripts');
  const initial: BannedFields = banned
    ? { lang: banned.lang, phrase: banned.phrase, better: banned.better, active: banned.active }
    : { lang: currentLang(), phrase: '', better: '', active: true };
  const [fields, setFields] = useState(initial);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const saveKey = useSaveKey();
  const { busy, change } = useChange();
  const patch = (part: Partial<BannedFields>) => setFields((now) => ({ ...now, ...part }));
  const noPhrase = fields.phrase.trim() === '';

  async function save(): Promise<void> {
    setTried(true);
    if (noPhrase) return document.getElementById('banned-phrase')?.focus();
    setSaving(true);
    setFailure(null);
    try {
      const { commandId } = await client.scripts.saveBanned({
        ...fields,
        id: banned?.id ?? null,
        version: banned?.version ?? 0,
        key: saveKey.key,
      });
      onClose();
      notifyDone({ message: t('banned.saved'), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      setFailure(error);
    } finally {
      setSaving(false);
    }
  }
  return (
    <Dialog
      title={t(banned ? 'banned.edit' : 'banned.add')}
      onClose={onClose}
      dirty={JSON.stringify(fields) !== JSON.stringify(initial)}
      hints={
        banned?.changed ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            disabled={busy}
            onClick={() =>
              void change(
                () => client.scripts.resetBanned({ id: banned.id, version: banned.version }),
                t(banned.shipped ? 'done.reset' : 'done.remove'),
              ).then((ok) => ok && onClose())
            }
          >
            {t(banned.shipped ? 'reset' : 'remove')}
          </Button>
        ) : undefined
      }
      actions={<SaveButton onSave={() => void save()} saving={saving} />}
    >
      {failure ? <FailurePanel inline error={failure} /> : null}
      <FieldRow label={t('field.phrase')} htmlFor="banned-phrase" required error={tried && noPhrase ? t('need.phrase') : undefined}>
        <TextInput
          id="banned-phrase"
          data-autofocus
          maxLength={60}
          value={fields.phrase}
          onChange={(event) => patch({ phrase: event.currentTarget.value })}
        />
      </FieldRow>
      <FieldRow label={t('field.better')} htmlFor="banned-better" hint={t('banned.betterHint')}>
        <TextInput
          id="banned-better"
          maxLength={300}
          value={fields.better}
          onChange={(event) => patch({ better: event.currentTarget.value })}
        />
      </FieldRow>
      <FieldRow label={t('field.state')}>
        <Switch
          mt={6}
          label={t('banned.active')}
          checked={fields.active}
          onChange={(event) => patch({ active: event.currentTarget.checked })}
        />
      </FieldRow>
    </Dialog>
  );
}
