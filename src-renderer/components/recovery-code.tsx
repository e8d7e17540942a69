import { Button, TextInput } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { usePrint } from '#renderer/lib/printing.ts';
import { useSession } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { PrintRoom, SavePdfButton } from './print-room.tsx';
import { PrintSheet } from './print-sheet.tsx';
import classes from './recovery-code.module.css';

/** The two groups (counted from one) that have to be typed back from the paper. */
const ASKED = [3, 6] as const;

/** As the core reads it: any case, full-width signs, O for 0, I and L for 1. */
function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

export interface RecoveryProof {
  readonly typed: readonly string[];
  readonly setTyped: (index: number, text: string) => void;
  /** Which fields are still wrong, after the first attempt. */
  readonly wrong: readonly boolean[];
  /** True when both groups are right; else the fields say it from now on. */
  readonly check: () => boolean;
}

/** That the code stands on paper: two groups typed back. */
export function useRecoveryProof(code: string): RecoveryProof {
  const groups = code.split('-');
  const [typed, setTyped] = useState<readonly string[]>(ASKED.map(() => ''));
  const [tried, setTried] = useState(false);
  const right = ASKED.map((group, index) => plain(typed[index] ?? '') === groups[group - 1]);
  return {
    typed,
    setTyped: (index, text) => setTyped((now) => now.map((each, at) => (at === index ? text : each))),
    wrong: right.map((good) => tried && !good),
    check: () => {
      setTried(true);
      return right.every(Boolean);
    },
  };
}

/** The recovery code to copy down or print, and the fields that prove it was. `centreName`: not yet in the session. */
export function RecoveryCode({ code, proof, centreName }: { code: string; proof: RecoveryProof; centreName?: string }) {
  const { t } = useTranslation('session');
  const { info } = useSession();
  const format = useFormat();
  const print = usePrint('recovery', { name: t('code.sheetTitle') });
  useShortcut('print', print.print);
  const groups = code.split('-');
  return (
    <>
      <div>
        <ol className={classes.code} aria-label={t('code.label')}>
          {groups.map((group, index) => (
            <li key={`${group}-${String(index)}`}>
              <i>{index + 1}</i>
              {group}
            </li>
          ))}
        </ol>
        <div className="row gap-8">
          <Button variant="default" leftSection={<IconPrinter size={15} />} loading={print.going} onClick={print.print}>
            {t('code.print')}
          </Button>
          <SavePdfButton print={print} />
        </div>
        <p className="strong" style={{ marginTop: 24 }}>
          {t('code.prove')}
        </p>
        <div className="row gap-16" style={{ marginTop: 8, alignItems: 'flex-start' }}>
          {ASKED.map((group, index) => (
            <TextInput
              key={group}
              label={t('code.group', { n: group })}
              value={proof.typed[index]}
              error={proof.wrong[index] ? t('code.groupWrong', { n: group }) : undefined}
              maxLength={12}
              autoComplete="off"
              spellCheck={false}
              data-autofocus={index === 0 || undefined}
              w="13rem"
              onChange={(event) => proof.setTyped(index, event.currentTarget.value)}
            />
          ))}
        </div>
      </div>
      <PrintRoom title={t('code.sheetTitle')} print={print}>
        <PrintSheet title={t('code.sheetTitle')} subtitle={centreName ?? info.centreName} mark={t('code.sheetMark')}>
          <div className={classes.sheet}>
            {groups.map((group, index) => (
              <span key={`${group}-${String(index)}`}>
                <i>{index + 1}</i>
                {group}
              </span>
            ))}
          </div>
          <p>{t('code.sheetText')}</p>
          <p>{t('code.sheetDay', { day: format.printDateTime(serverNow()) })}</p>
        </PrintSheet>
      </PrintRoom>
    </>
  );
}
