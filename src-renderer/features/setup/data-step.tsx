import { Radio } from '@mantine/core';
import { IconBuildingStore, IconFileSpreadsheet, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { openDemo } from './open-demo.ts';
import classes from './setup.module.css';
import { WizardFrame } from './wizard-frame.tsx';
import type { WizardState } from './wizard-state.ts';

const CHOICES = [
  { key: 'empty', icon: IconBuildingStore, path: '/' },
  { key: 'import', icon: IconFileSpreadsheet, path: '/students/import' },
  { key: 'demo', icon: IconPlayerPlay, path: '/' },
] as const;
type Choice = (typeof CHOICES)[number]['key'];

export function DataStep({ state, onLeave }: { state: WizardState; onLeave: (path: string) => Promise<void> }) {
  const { t } = useTranslation('setup');
  const [choice, setChoice] = useState<Choice>('empty');
  const [busy, setBusy] = useState(false);
  async function start(): Promise<void> {
    setBusy(true);
    try {
      if (choice === 'demo') await openDemo(client);
      await onLeave(CHOICES.find(({ key }) => key === choice)?.path ?? '/');
    } catch (error) {
      notifyFailure(error);
      setBusy(false);
    }
  }
  return (
    <WizardFrame
      step="data"
      state={state}
      title={t('data.title')}
      lead={t('data.lead', { centre: state.centreName })}
      next={t(`data.go.${choice}`)}
      busy={busy}
      note={busy && choice === 'demo' ? t('data.building') : undefined}
      onNext={() => void start()}
    >
      <Radio.Group value={choice} onChange={(next) => setChoice(next as Choice)} aria-label={t('data.title')}>
        <div className={classes.choices}>
          {CHOICES.map(({ key, icon: Icon }) => (
            <Radio.Card key={key} value={key} className={classes.choice} data-autofocus={key === 'empty' || undefined}>
              <Icon size={20} stroke={1.6} aria-hidden="true" />
              <span>
                <span className="strong">{t(`data.${key}.title`)}</span>
                <span className="s13 tx-2" style={{ display: 'block' }}>
                  {t(`data.${key}.text`)}
                </span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
    </WizardFrame>
  );
}
