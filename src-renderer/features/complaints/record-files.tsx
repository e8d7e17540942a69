import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Attachments } from '#renderer/components/attachments/attachments.tsx';
import type { UploadsSettled } from '#renderer/components/attachments/use-uploads.ts';
import { FieldRow } from '#renderer/components/form.tsx';

const mint = () => ({ id: crypto.randomUUID() as string, used: false });

/**
 * Files of a complaint that is still being written. They wait under an id of the form, which the draft keeps from the first file on,
 * and go over with the recording.
 */
export function RecordFiles({
  filesId,
  onBegin,
  settled,
}: {
  filesId: string | null;
  onBegin: (id: string) => void;
  settled: RefObject<UploadsSettled | null>;
}) {
  const { t } = useTranslation('attachments');
  const [minted, setMinted] = useState(mint);
  if (filesId === minted.id && !minted.used) setMinted({ ...minted, used: true });
  // The draft was put away, and its files with it.
  if (filesId === null && minted.used) setMinted(mint());
  return (
    <FieldRow label={t('title')}>
      <Attachments
        subject={{ kind: 'recording', id: filesId ?? minted.id }}
        settled={settled}
        onBegin={() => {
          if (filesId === null) onBegin(minted.id);
        }}
      />
    </FieldRow>
  );
}
