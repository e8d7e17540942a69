import { useTranslation } from 'react-i18next';
import { LONG_TEXT } from '#shared/contract/fields.ts';

/** From here on a field says how much room is left. */
const NEAR = 0.9;

/** Why a text cannot be saved as it is: what the field takes, and how long it is. */
export function useTooLong(): (text: string, limit?: number) => string | undefined {
  const { t } = useTranslation('common');
  return (text, limit = LONG_TEXT) => {
    const n = text.trim().length;
    return n > limit ? t('textLimit', { limit, n }) : undefined;
  };
}

/** Under a long text: `otherwise`, or, near the limit, the room that is left, or that it is too long. */
export function TextLimit({ text, limit = LONG_TEXT, otherwise }: { text: string; limit?: number; otherwise?: string }) {
  const { t } = useTranslation('common');
  const tooLong = useTooLong()(text, limit);
  const n = text.trim().length;
  if (n < limit * NEAR) return otherwise ? <p className="s12 right tx-3">{otherwise}</p> : null;
  return (
    <p className={`s12 right ${tooLong ? 'tx-red' : 'tx-3'}`} role="status">
      {tooLong ?? t('textNear', { n, limit })}
    </p>
  );
}
