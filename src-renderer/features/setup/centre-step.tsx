import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { useSession } from '#renderer/lib/session.tsx';
import { openDemo } from './open-demo.ts';
import classes from './setup.module.css';
import { WizardFrame } from './wizard-frame.tsx';
import type { StepProps } from './wizard-state.ts';

const zones = [
  ...new Set(['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Macau', 'Asia/Taipei', ...Intl.supportedValuesOf('timeZone')]),
];

export function CentreStep({ state, change, go }: StepProps) {
  const { t } = useTranslation('setup');
  const { refresh } = useSession();
  const [tried, setTried] = useState(false);
  const [opening, setOpening] = useState(false);
  const error = state.centreName.trim() === '' ? t('centre.needName') : undefined;
  async function look(): Promise<void> {
    setOpening(true);
    try {
      await openDemo(client);
      await refresh();
    } catch (failure) {
      notifyFailure(failure);
    } finally {
      setOpening(false);
    }
  }
  return (
    <WizardFrame
      step="centre"
      state={state}
      title={t('centre.title')}
      lead={t('centre.lead')}
      next={t('next', { step: t('step.hours') })}
      onNext={() => {
        setTried(true);
        if (!error) go('hours');
        else document.getElementById('centre-name')?.focus();
      }}
    >
      <div className={classes.fields}>
        <TextInput
          id="centre-name"
          label={t('centre.name')}
          description={t('centre.nameHint')}
          value={state.centreName}
          required
          maxLength={200}
          error={tried ? error : undefined}
          data-autofocus
          onChange={(event) => change({ centreName: event.currentTarget.value })}
        />
        <Select
          label={t('centre.zone')}
          description={t('centre.zoneHint')}
          data={zones}
          value={state.zone}
          searchable
          limit={60}
          nothingFoundMessage={t('centre.noZone')}
          onChange={(zone) => zone && change({ zone })}
        />
        <p className="s13 tx-2" style={{ paddingTop: 12 }}>
          {t('centre.demo')}{' '}
          <button type="button" className="link" disabled={opening} onClick={() => void look()}>
            {opening ? t('centre.demoOpening') : t('centre.demoOpen')}
          </button>
        </p>
      </div>
    </WizardFrame>
  );
}
