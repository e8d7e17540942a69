import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import type { LetterView } from '#shared/contract/letters.ts';

const WAYS = ['handed', 'post', 'wechat', 'email'] as const;

const PRIMARY = 'primary';
const ELSE = 'else';

/** How, when and to whom the letter was given. */
export function DeliverDialog({ letter, onClose }: { letter: LetterView; onClose: () => void }) {
  const { t } = useTranslation('letters');
  const saveKey = useSaveKey();
  const [way, setWay] = useState<(typeof WAYS)[number]>('handed');
  const { complainant, further } = letter.complaint;
  const [whom, setWhom] = useState(complainant === '' ? ELSE : PRIMARY);
  const [elseName, setElseName] = useState('');
  const one = further.find((each) => each.id === whom);
  const toWhom = whom === PRIMARY ? complainant : (one?.name ?? elseName);
  const counts = letter.counts && whom !== ELSE;
  const [happenedAt, setHappenedAt] = useState<number | null>(null);
  const [receipt, setReceipt] = useState('');
  const [problem, setProblem] = useState<'toWhom' | 'happenedAt' | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function save(): Promise<void> {
    const found = toWhom.trim() === '' ? 'toWhom' : happenedAt !== null && happenedAt > serverNow() ? 'happenedAt' : null;
    setProblem(found);
    if (found) return document.getElementById(`deliver-${found}`)?.focus();
    setBusy(true);
    setError(null);
    try {
      const { commandId } = await client.letters.deliver({
        id: letter.id,
        way,
        toWhom,
        complainantId: one?.id ?? null,
        someoneElse: whom === ELSE,
        happenedAt,
        receipt,
        key: saveKey.key,
      });
      await queryClient.invalidateQueries({ queryKey: orpc.letters.key() });
      onClose();
      notifyDone({
        message: t(counts ? 'done.deliveredCounts' : 'done.delivered'),
        undo: () => client.audit.undo({ commandId }),
      });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      title={t('deliver.title')}
      size={560}
      onClose={onClose}
      after={
        letter.counts ? (
          <p className="s13">
            {t(whom === PRIMARY ? 'deliver.counts' : one ? 'deliver.countsFurther' : 'deliver.countsNot', { name: toWhom })}
          </p>
        ) : undefined
      }
      actions={
        <SaveButton onSave={() => void save()} saving={busy}>
          {t('deliver.save')}
        </SaveButton>
      }
    >
      {error ? <FailurePanel inline error={error} /> : null}
      <FieldRow label={t('field.way')}>
        <SegmentedControl
          aria-label={t('field.way')}
          data={WAYS.map((value) => ({ value, label: t(`way.${value}`) }))}
          value={way}
          onChange={(next) => setWay(WAYS.find((each) => each === next) ?? 'handed')}
        />
      </FieldRow>
      <FieldRow label={t('field.toWhom')} htmlFor="deliver-whom" required error={problem === 'toWhom' ? t('error.toWhom') : undefined}>
        <Select
          id="deliver-whom"
          data-autofocus
          allowDeselect={false}
          data={[
            ...(complainant === '' ? [] : [{ value: PRIMARY, label: complainant }]),
            ...further.map((each) => ({ value: each.id, label: each.name })),
            { value: ELSE, label: t('deliver.someoneElse') },
          ]}
          value={whom}
          onChange={(next) => setWhom(next ?? PRIMARY)}
        />
        {whom === ELSE ? (
          <TextInput
            id="deliver-toWhom"
            mt={8}
            aria-label={t('deliver.name')}
            placeholder={t('deliver.name')}
            maxLength={200}
            value={elseName}
            onChange={(event) => setElseName(event.currentTarget.value)}
          />
        ) : null}
      </FieldRow>
      <FieldRow label={t('field.happenedAt')} htmlFor="deliver-happenedAt">
        <MomentField
          id="deliver-happenedAt"
          label={t('field.happenedAt')}
          nullText={t('now')}
          value={happenedAt}
          onChange={setHappenedAt}
          error={problem === 'happenedAt' ? t('error.future') : undefined}
        />
      </FieldRow>
      <FieldRow label={t('field.receipt')} htmlFor="deliver-receipt" hint={t('deliver.receiptHint')}>
        <TextInput id="deliver-receipt" maxLength={200} value={receipt} onChange={(event) => setReceipt(event.currentTarget.value)} />
      </FieldRow>
    </Dialog>
  );
}
