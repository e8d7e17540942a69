import { Button } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';

/** Over every page in safe mode: what does not run by itself now, and the way out. */
export function SafeModeStrip() {
  const { t } = useTranslation('program');
  const query = useQuery(orpc.program.get.queryOptions());
  const restart = useMutation(orpc.program.restart.mutationOptions({ onError: (error) => notifyFailure(error) }));
  if (!query.data?.safeMode) return null;
  return (
    <div className="strip no-print" role="note" style={{ marginBlock: 8 }}>
      <IconLifebuoy size={16} aria-hidden="true" />
      <span className="grow">{t('safe.strip')}</span>
      {query.data.switches ? (
        <Button size="xs" variant="default" loading={restart.isPending} onClick={() => restart.mutate({ safeMode: false })}>
          {t('safe.leave')}
        </Button>
      ) : null}
    </div>
  );
}
