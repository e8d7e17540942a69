import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { commandWords } from './command-words.ts';

/** Ctrl Z: takes back the person's last command and says which; undo is itself a command and can be taken back. */
export function useUndo(): () => void {
  const { t } = useTranslation('audit');
  return () => {
    client.audit.undo({ commandId: null }).then(
      ({ name, commandId, undoable }) =>
        notifyDone({
          message: t('undone', { what: commandWords(t, name) }),
          undo: undoable ? () => client.audit.undo({ commandId }) : undefined,
        }),
      (error: unknown) => notifyFailure(error),
    );
  };
}
