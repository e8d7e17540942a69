import { Button } from '@mantine/core';
import { IconArrowLeft, IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveButton } from '#renderer/components/form.tsx';
import { Logo } from '#renderer/components/logo.tsx';
import { LangSwitch } from '#renderer/components/preferences.tsx';
import classes from './setup.module.css';
import { STEPS, type Step, type WizardState } from './wizard-state.ts';

interface WizardFrameProps {
  readonly step: Step;
  readonly state: WizardState;
  readonly title: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
  readonly onBack?: () => void;
  readonly onNext: () => void;
  readonly next: string;
  readonly busy?: boolean;
  /** Quiet words beside the button. */
  readonly note?: ReactNode;
}

/** The steps at the left, the step at the right, back and on at the foot. */
export function WizardFrame({ step, state, title, lead, children, onBack, onNext, next, busy, note }: WizardFrameProps) {
  const { t } = useTranslation(['setup', 'shell']);
  const now = STEPS.indexOf(step);
  const room = useRef<HTMLDivElement>(null);
  // each step begins with its first field, as a dialog does
  useEffect(() => {
    const field = step && room.current?.querySelector<HTMLElement>('[data-autofocus]');
    if (field) field.focus();
    else room.current?.focus({ preventScroll: true });
  }, [step]);
  return (
    <div className={classes.wizard}>
      <aside className={`${classes.aside} no-print`} aria-label={t('steps')}>
        <div className={classes.brand}>
          <Logo />
          {t('shell:brand')}
        </div>
        <ol className={classes.steps}>
          {STEPS.map((each, index) => (
            <li
              key={each}
              className={classes.step}
              data-state={index < now ? 'done' : index === now ? 'now' : 'later'}
              aria-current={index === now ? 'step' : undefined}
            >
              <span className={classes.dot} aria-hidden="true">
                {index < now ? <IconCheck size={12} stroke={3} /> : index + 1}
              </span>
              <div className={classes.words}>
                {t(`step.${each}`)}
                {index < now || each === 'data' ? <StepNote step={each} state={state} /> : null}
              </div>
            </li>
          ))}
        </ol>
        <div className={classes.asideFoot}>
          <LangSwitch />
          <p className="s12 tx-3">{t('local')}</p>
        </div>
      </aside>
      <main className={classes.main}>
        <div className={classes.room} ref={room} tabIndex={-1} style={{ outline: 'none' }}>
          <div className={classes.inner}>
            <div className="no-print">
              <h1 className={classes.title}>{title}</h1>
              <p className={classes.lead}>{lead}</p>
            </div>
            {children}
          </div>
        </div>
        <div className={`${classes.foot} no-print`}>
          {onBack ? (
            <Button variant="subtle" color="gray" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
              {t('back')}
            </Button>
          ) : null}
          <span className="end s13 tx-3 ellipsis">{note}</span>
          <SaveButton onSave={onNext} saving={busy}>
            {next}
          </SaveButton>
        </div>
      </main>
    </div>
  );
}

function StepNote({ step, state }: { step: Step; state: WizardState }) {
  const { t } = useTranslation('setup');
  const words = { centre: state.centreName, hours: '', manager: state.name, code: '', data: t('stepNote.data') }[step];
  return words ? (
    <span className="s12 tx-3 ellipsis" title={words}>
      {words}
    </span>
  ) : null;
}
