import { useTranslation } from 'react-i18next';
import { Status, type StatusKind } from '#renderer/components/status.tsx';
import type { ComplaintState } from '#shared/contract/fields.ts';

const LOOK: Readonly<Record<ComplaintState, StatusKind>> = {
  new: 'new',
  assigned: 'new',
  handling: 'running',
  waiting: 'paused',
  resolved: 'kept',
  closed: 'kept',
  withdrawn: 'new',
};

/** 待分派, 待接单, 处理中 … with its sign. */
export function StateLabel({ state, size = 14 }: { state: ComplaintState; size?: number }) {
  const { t } = useTranslation('complaints');
  return (
    <Status kind={LOOK[state]} size={size}>
      {t(`state.${state}`)}
    </Status>
  );
}
