import { TextInput } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';

type Of = 'student' | 'guardian';
interface Asked {
  readonly of: Of;
  readonly id: string;
  readonly who: string;
  readonly settle: (phone: string) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Numbers on the bare student page: no record says why, so a reason in words is asked, once for the page, and sent with
 * each number that is shown (spec/trust.md, "Privacy").
 */
export function useTypedReveal(): { reveal: (of: Of, id: string, who: string) => Promise<string>; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null);
  const known = useRef('');
  const ask = async (of: Of, id: string, words: string) =>
    (await client.students.reveal({ of, id, reason: { kind: 'typed', words } })).phone;
  const reveal = (of: Of, id: string, who: string): Promise<string> => {
    if (known.current !== '') return ask(of, id, known.current);
    return new Promise<string>((settle, fail) => setAsked({ of, id, who, settle, fail }));
  };
  const dialog = asked ? (
    <ReasonDialog
      who={asked.who}
      onClose={() => {
        setAsked(null);
        // giving up is no failure
        asked.fail(new DOMException('not asked', 'AbortError'));
      }}
      onReason={async (words) => {
        setAsked(null);
        try {
          asked.settle(await ask(asked.of, asked.id, words));
          known.current = words;
        } catch (error) {
          asked.fail(error);
        }
      }}
    />
  ) : null;
  return { reveal, dialog };
}

function ReasonDialog({ who, onReason, onClose }: { who: string; onReason: (words: string) => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation('students');
  const id = useId();
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  function save(): void {
    if (words.trim() === '') {
      setMissing(true);
      document.getElementById(id)?.focus();
      return;
    }
    void onReason(words.trim());
  }
  return (
    <Dialog
      title={t('reveal.title', { who })}
      size={480}
      onClose={onClose}
      actions={<SaveButton onSave={save}>{t('reveal.show')}</SaveButton>}
    >
      <FieldRow
        label={t('reveal.reason')}
        htmlFor={id}
        required
        error={missing && words.trim() === '' ? t('reveal.missing') : null}
        hint={t('reveal.logged')}
      >
        <TextInput
          id={id}
          data-autofocus
          value={words}
          maxLength={200}
          placeholder={t('reveal.example')}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </FieldRow>
    </Dialog>
  );
}
