import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import type { ComplaintListRow } from '#shared/contract/complaint-list.ts';
import { TagsField } from './tags-field.tsx';
import type { Bulk } from './use-bulk.ts';

/** Puts tags on the chosen ones and takes others off. */
export function BulkTagDialog({
  rows,
  bulk,
  onClose,
  onDone,
}: {
  rows: readonly ComplaintListRow[];
  bulk: Bulk;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation('views');
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const present = [...new Set(rows.flatMap((row) => row.more.tags))];
  const nothing = add.length + remove.length === 0;
  async function save(): Promise<void> {
    setTried(true);
    if (nothing) return document.getElementById('bulk-add')?.focus();
    await bulk.run(rows, { do: 'tag', add, remove }, (n) => t('bulk.tagged', { count: n, n }));
    onDone();
  }
  return (
    <Dialog
      title={t('bulk.tagTitle', { count: rows.length, n: rows.length })}
      size={520}
      onClose={onClose}
      dirty={!nothing}
      actions={
        <SaveButton onSave={() => void save()} saving={bulk.busy}>
          {t('bulk.tag')}
        </SaveButton>
      }
    >
      <FieldRow
        label={t('bulk.add')}
        htmlFor="bulk-add"
        hint={t('bulk.addHint')}
        error={tried && nothing ? t('bulk.tagMissing') : undefined}
      >
        <TagsField id="bulk-add" autoFocus value={add} onChange={setAdd} />
      </FieldRow>
      {present.length > 0 ? (
        <FieldRow label={t('bulk.remove')} htmlFor="bulk-remove">
          <TagsInput
            id="bulk-remove"
            data={present}
            value={remove}
            onChange={(tags) => setRemove(tags.filter((tag) => present.includes(tag)))}
          />
        </FieldRow>
      ) : null}
    </Dialog>
  );
}
