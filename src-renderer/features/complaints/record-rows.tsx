import { Checkbox, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import type { RecordDraft } from './record-draft.ts';
import { TagsField } from './tags-field.tsx';

interface RecordRowProps {
  readonly value: RecordDraft;
  readonly patch: (part: Partial<RecordDraft>) => void;
  readonly error: string | undefined;
}

const HOUR = 3_600_000;

/** When it was told, and to whom first. */
export function ReceivedRow({ value, patch, error }: RecordRowProps) {
  const { t } = useTranslation('complaints');
  const me = usePerson();
  return (
    <FieldRow label={t('field.receivedAt')} htmlFor="record-received">
      <div className="row gap-12 wrap">
        <MomentField
          id="record-received"
          label={t('field.receivedAt')}
          value={value.receivedAt}
          nullText={t('record.now')}
          error={error}
          onChange={(receivedAt) => patch({ receivedAt })}
          presets={[
            { label: t('record.now'), at: null },
            ...[1, 2, 4].map((n) => ({ label: t('record.hoursAgo', { n }), at: serverNow() - n * HOUR })),
            { label: t('record.dayAgo'), at: serverNow() - 24 * HOUR },
          ]}
        />
        <span className="s12 tx-3">{t('record.receivedHint')}</span>
        <span className="end row gap-6 s13">
          <span className="tx-3">{t('field.firstContact')}</span>
          <StaffSelect
            size="xs"
            width={120}
            label={t('field.firstContact')}
            value={value.firstContactId ?? me.id}
            onChange={(id) => patch({ firstContactId: id === me.id ? null : id })}
            workers
          />
        </span>
      </div>
    </FieldRow>
  );
}

/** Answered at once, a written reply wanted, tags. */
export function OnSpotRow({ value, patch, error }: RecordRowProps) {
  const { t } = useTranslation('complaints');
  return (
    <FieldRow label={t('record.onSpotLabel')} error={error}>
      <div className="row gap-24" style={{ minHeight: 32 }}>
        <Checkbox label={t('record.onSpot')} checked={value.onSpot} onChange={(event) => patch({ onSpot: event.currentTarget.checked })} />
        <Checkbox
          label={t('record.replyRequired')}
          checked={value.replyRequired}
          onChange={(event) => patch({ replyRequired: event.currentTarget.checked })}
        />
        <label className="tx-2 nowrap end" htmlFor="record-tags">
          {t('field.tags')}
        </label>
        <div style={{ width: 240 }}>
          <TagsField id="record-tags" placeholder={t('record.tagsHint')} value={value.tags} onChange={(tags) => patch({ tags })} />
        </div>
      </div>
      {value.onSpot ? (
        <Textarea
          id="record-on-spot"
          minRows={2}
          aria-label={t('record.onSpotWords')}
          placeholder={t('record.onSpotWords')}
          value={value.answeredOnSpot}
          error={error !== undefined}
          onChange={(event) => patch({ answeredOnSpot: event.currentTarget.value })}
        />
      ) : null}
    </FieldRow>
  );
}
