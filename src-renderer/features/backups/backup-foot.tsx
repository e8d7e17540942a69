import { IconAlertTriangleFilled, IconDatabase } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FootItem } from '#renderer/components/foot-item.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';

/** How old the newest backup is; what failed stands here until it works again. */
export function BackupFoot() {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const now = useNow(30_000);
  const manages = useRight('backups.manage');
  const { data } = useQuery(orpc.backups.state.queryOptions());
  if (!data) return null;
  const failed = data.failure !== null;
  const words = failed
    ? t('foot.failed', { reason: t(`reason.${data.failure}`, { defaultValue: data.failure ?? '' }) })
    : data.lastAt === null
      ? t('foot.never')
      : t('foot.good', { ago: format.ago(now - data.lastAt) });
  return (
    <FootItem
      icon={
        failed ? <IconAlertTriangleFilled size={13} color="var(--red)" aria-hidden="true" /> : <IconDatabase size={13} aria-hidden="true" />
      }
      title={data.lastAt === null ? undefined : format.dateTime(data.lastAt)}
    >
      {manages ? (
        <Link
          to="/settings/backups"
          className={failed ? 'tx-red' : ''}
          style={failed ? undefined : { color: 'inherit', textDecoration: 'none' }}
        >
          {words}
        </Link>
      ) : (
        <span className={failed ? 'tx-red' : undefined}>{words}</span>
      )}
    </FootItem>
  );
}
