import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import 'dayjs/locale/en';
import 'dayjs/locale/zh-cn';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorBoundary } from '#renderer/components/error-boundary.tsx';
import { useWindowScheme } from '#renderer/features/program/use-scheme.ts';
import { guardDrops } from '#renderer/lib/drop-guard.ts';
import { startKeys } from '#renderer/lib/keys.tsx';
import { queryClient } from '#renderer/lib/queries.ts';
import { theme } from './theme.ts';

const schemes = localStorageColorSchemeManager({ key: 'desk.scheme' });

/** Everything that stands around the session: theme, dates, cache, notifications, keyboard, last net. */
export function Providers({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation('shell');
  useEffect(startKeys, []);
  useEffect(guardDrops, []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en' : 'zh-cn', firstDayOfWeek: 1 }}>
        <WindowScheme />
        <QueryClientProvider client={queryClient}>
          <section id="floating" aria-label={t('floating')} />
          <Notifications position="top-center" limit={4} autoClose={8000} containerWidth={380} />
          <ErrorBoundary>{children}</ErrorBoundary>
        </QueryClientProvider>
      </DatesProvider>
    </MantineProvider>
  );
}

function WindowScheme() {
  useWindowScheme();
  return null;
}
