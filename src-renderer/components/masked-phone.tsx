import { ActionIcon, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyFailure } from '#renderer/lib/notify.tsx';

/** A number that was shown does not stay on the screen of a shared PC. */
const HIDE_AFTER = 60_000;

interface MaskedPhoneProps {
  readonly masked: string;
  /** Whose number it is, for the button's name. */
  readonly who: string;
  /** Asks the core, which logs it; absent when the person may not. */
  readonly onReveal?: () => Promise<string>;
}

/** 138****6021 with an eye. What it shows is gone after a minute and on leaving the page. */
export function MaskedPhone({ masked, who, onReveal }: MaskedPhoneProps) {
  const { t } = useTranslation('common');
  const [shown, setShown] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => setShown(null), HIDE_AFTER);
    return () => clearTimeout(timer);
  }, [shown]);
  if (!masked) return <span className="tx-3">{t('phone.none')}</span>;
  async function toggle(): Promise<void> {
    if (shown !== null) return setShown(null);
    if (!onReveal) return;
    setBusy(true);
    try {
      setShown(await onReveal());
    } catch (error) {
      notifyFailure(error, { reading: true });
    } finally {
      setBusy(false);
    }
  }
  return (
    <span className="row gap-4 nowrap" style={{ display: 'inline-flex' }}>
      <span className={shown === null ? 'tx-2' : 'strong'}>{shown ?? masked}</span>
      {onReveal ? (
        <Tooltip label={t('phone.logged')}>
          <ActionIcon
            size={24}
            loading={busy}
            aria-label={shown === null ? t('phone.reveal', { who }) : t('do.hide')}
            onClick={() => void toggle()}
          >
            {shown === null ? <IconEye size={15} /> : <IconEyeOff size={15} />}
          </ActionIcon>
        </Tooltip>
      ) : null}
    </span>
  );
}
