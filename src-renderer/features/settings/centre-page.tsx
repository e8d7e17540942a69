import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { LeaveGuard, SaveButton } from '#renderer/components/form.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { client } from '#renderer/lib/client.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { CentreSettings } from '#shared/contract/settings.ts';
import classes from './settings.module.css';

type Loaded = CentreSettings & { version: number };

/** The centre's name and the rules of the house that may be changed. */
export function CentrePage() {
  const query = useQuery(orpc.settings.get.queryOptions());
  return <QueryView query={query}>{(settings) => <CentreForm loaded={settings} reload={() => query.refetch()} />}</QueryView>;
}

function CentreForm({ loaded, reload }: { loaded: Loaded; reload: () => Promise<unknown> }) {
  const { t } = useTranslation('settings');
  // the version that was opened: a save by somebody else meanwhile is told, not overwritten
  const [form, setForm] = useState(loaded);
  const [dirty, setDirty] = useState(false);
  const save = useMutation(orpc.settings.save.mutationOptions());
  if (!dirty && form.version !== loaded.version) setForm(loaded);
  function set(changes: Partial<Loaded>): void {
    setDirty(true);
    setForm((now) => ({ ...now, ...changes }));
  }
  const nameError = form.centreName.trim() === '' ? t('centre.needName') : undefined;

  async function submit(): Promise<void> {
    if (nameError) return document.getElementById('settings-name')?.focus();
    try {
      const { commandId } = await save.mutateAsync(form);
      setDirty(false);
      await reload();
      notifyDone({ message: t('centre.saved'), undo: () => client.audit.undo({ commandId }) });
    } catch {
      // told above the button
    }
  }
  async function takeNew(): Promise<void> {
    save.reset();
    setDirty(false);
    await reload();
  }
  const whole = (value: string | number, otherwise: number) => (typeof value === 'number' ? Math.round(value) : otherwise);
  return (
    <div className="page">
      <PageHead title={t('centre.title')} />
      <div className="scroll pad col gap-24" style={{ paddingBottom: 24 }}>
        <div className={classes.form}>
          <TextInput
            id="settings-name"
            label={t('centre.name')}
            value={form.centreName}
            required
            maxLength={200}
            error={nameError}
            onChange={(event) => set({ centreName: event.currentTarget.value })}
          />
          <NumberInput
            label={t('centre.idle')}
            description={t('centre.idleHint')}
            value={form.idleMinutes}
            min={1}
            max={240}
            clampBehavior="blur"
            suffix={t('centre.minutes')}
            styles={{ wrapper: { width: '10rem' } }}
            onChange={(value) => set({ idleMinutes: whole(value, form.idleMinutes) })}
          />
          <Switch
            label={t('centre.autoAssign')}
            description={t('centre.autoAssignHint')}
            checked={form.autoAssign}
            onChange={(event) => set({ autoAssign: event.currentTarget.checked })}
          />
          <NumberInput
            label={t('centre.cap')}
            description={t('centre.capHint')}
            value={form.dailyCap}
            min={1}
            max={500}
            clampBehavior="blur"
            suffix={t('centre.pieces')}
            styles={{ wrapper: { width: '10rem' } }}
            onChange={(value) => set({ dailyCap: whole(value, form.dailyCap) })}
          />
          <NumberInput
            label={t('centre.backupHour')}
            description={t('centre.backupHourHint')}
            value={form.backgroundBackupHour}
            min={0}
            max={23}
            clampBehavior="blur"
            suffix=":00"
            styles={{ wrapper: { width: '10rem' } }}
            onChange={(value) => set({ backgroundBackupHour: whole(value, form.backgroundBackupHour) })}
          />
        </div>
        <Section title={t('target.title')} note={t('target.note')}>
          <div className={classes.targets}>
            {Object.entries(form.targets).map(([figure, ratio]) => (
              <div key={figure} className={classes.target}>
                <label htmlFor={`target-${figure}`} className="grow">
                  {t(`target.${figure}`, { defaultValue: figure })}
                </label>
                <NumberInput
                  id={`target-${figure}`}
                  value={Math.round(ratio * 1000) / 10}
                  min={0}
                  max={100}
                  decimalScale={1}
                  clampBehavior="blur"
                  suffix="%"
                  w="6rem"
                  onChange={(value) =>
                    typeof value === 'number' && set({ targets: { ...form.targets, [figure]: Math.min(1, Math.max(0, value / 100)) } })
                  }
                />
              </div>
            ))}
          </div>
        </Section>
        {save.isError ? (
          <FailurePanel inline error={save.error} onRetry={codeOf(save.error) === 'STALE' ? () => void takeNew() : undefined} />
        ) : null}
      </div>
      <div className={classes.foot}>
        <span className="end s13 tx-3">{dirty ? t('unsaved') : ''}</span>
        <SaveButton onSave={() => void submit()} saving={save.isPending} />
      </div>
      <LeaveGuard when={dirty && !save.isPending} />
    </div>
  );
}
