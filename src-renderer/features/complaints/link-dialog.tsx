import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { ActDialog } from './act-dialog.tsx';
import { OtherPicker } from './other-picker.tsx';
import type { Other } from './types.ts';

const KINDS = ['same_event', 'caused_by', 'refund_request'] as const;

/** Ties this complaint to another one. */
export function LinkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('bonds');
  return (
    <ActDialog
      form="link"
      title={t('link.title')}
      action={t('link.action')}
      done={t('done.link')}
      size={640}
      initial={{ other: null as Other | null, kind: 'same_event' as (typeof KINDS)[number] }}
      check={({ other }) => ({ 'link-other': other === null ? t('link.missing') : undefined })}
      act={(act, { other, kind }) => client.complaints.link({ ...act, otherId: other?.id ?? '', kind })}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('link.which')} htmlFor="link-other" required>
            <OtherPicker id="link-other" value={value.other} onChange={(other) => patch({ other })} error={errors['link-other']} />
          </FieldRow>
          <FieldRow label={t('link.kind')}>
            <Radio.Group
              aria-label={t('link.kind')}
              value={value.kind}
              onChange={(next) => patch({ kind: KINDS.find((each) => each === next) ?? 'same_event' })}
            >
              <div className="col gap-12" style={{ paddingTop: 8 }}>
                {KINDS.map((kind) => (
                  <Radio key={kind} value={kind} label={t(`link.${kind}`)} />
                ))}
              </div>
            </Radio.Group>
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}
