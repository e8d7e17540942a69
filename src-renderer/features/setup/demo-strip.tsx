import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { useSession } from '#renderer/lib/session.tsx';
import { leaveDemo } from './open-demo.ts';

/** Over every page of the demo centre: what this is, and one click to leave it. */
export function DemoStrip() {
  const { t } = useTranslation('setup');
  const { info, refresh } = useSession();
  const [busy, setBusy] = useState(false);
  if (!info.demo) return null;
  async function leave(): Promise<void> {
    setBusy(true);
    try {
      await leaveDemo(client);
      await refresh();
    } catch (error) {
      notifyFailure(error);
      setBusy(false);
    }
  }
  return (
    <div className="strip no-print" role="note" style={{ marginBlock: 8 }}>
      <IconPlayerPlay size={16} aria-hidden="true" />
      <span className="grow">{t('demo.here')}</span>
      <Button size="xs" variant="default" loading={busy} onClick={() => void leave()}>
        {t('demo.leave')}
      </Button>
    </div>
  );
}
