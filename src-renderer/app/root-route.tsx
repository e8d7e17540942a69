import { IconCompass, IconLockAccess } from '@tabler/icons-react';
import { createRootRoute, createRoute, Navigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { placeOf, useAreas } from './nav.ts';
import { Shell } from './shell.tsx';

export const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** `/` leads to the first area of the person. */
export const indexRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: FirstArea });

function FirstArea() {
  const { t } = useTranslation('shell');
  const [first] = useAreas();
  if (first) return <Navigate to={placeOf(first)} replace />;
  return <EmptyState icon={IconLockAccess} title={t('nothing.title')} text={t('nothing.text')} />;
}

function NotFound() {
  const { t } = useTranslation('shell');
  return (
    <div className="page">
      <PageHead title={t('notFound.title')} />
      <EmptyState icon={IconCompass} title={t('notFound.title')} text={t('notFound.text')} />
    </div>
  );
}

/** What a page shows when it failed to load or to draw; the frame around it goes on working. */
export function PageFailure({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  return (
    <FailurePanel
      page
      error={error}
      reading
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
