import { Button } from '@mantine/core';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import type { LetterView } from '#shared/contract/letters.ts';

/** The way back to the complaint that it is about. */
export function BackToCase({ letter }: { letter: LetterView }) {
  const { t } = useTranslation('letters');
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconArrowLeft size={15} />}
      renderRoot={(props) => <Link {...props} to="/complaints/$id" params={{ id: letter.complaint.id }} />}
    >
      {t('back', { number: letter.complaint.number })}
    </Button>
  );
}

/** Throws a draft away, with the way to bring it back. */
export function DropButton({ letter }: { letter: LetterView }) {
  const { t } = useTranslation('letters');
  const navigate = useNavigate();
  async function drop(): Promise<void> {
    try {
      const { commandId } = await client.letters.drop({ id: letter.id, version: letter.version });
      await navigate({ to: '/complaints/$id', params: { id: letter.complaint.id } });
      notifyDone({ message: t('done.dropped'), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      notifyFailure(error);
    }
  }
  return (
    <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => void drop()}>
      {t('drop')}
    </Button>
  );
}
