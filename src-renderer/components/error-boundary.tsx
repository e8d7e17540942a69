import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FullScreen } from './full-screen.tsx';

/** The last net of the renderer: says so in words and opens the same address again, where drafts come back. */
export class ErrorBoundary extends Component<{ children: ReactNode; onError?: (error: unknown) => void }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error);
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation('shell');
  return (
    <FullScreen>
      <h1 className="strong s16">{t('boundary.title')}</h1>
      <p className="tx-2">{t('boundary.text')}</p>
      <Button data-autofocus leftSection={<IconRefresh size={15} />} onClick={() => window.location.reload()}>
        {t('boundary.reload')}
      </Button>
    </FullScreen>
  );
}
