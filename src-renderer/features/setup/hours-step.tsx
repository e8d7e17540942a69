import { useTranslation } from 'react-i18next';
import { weekTotals } from '#renderer/components/opening-hours/hours.ts';
import { OpeningEditor, openingProblems } from '#renderer/components/opening-hours/opening-editor.tsx';
import { WizardFrame } from './wizard-frame.tsx';
import type { StepProps } from './wizard-state.ts';

export function HoursStep({ state, change, go }: StepProps) {
  const { t } = useTranslation(['setup', 'calendar']);
  const { hours, intervals } = weekTotals(state.opening.weekly);
  const problem = openingProblems(state.opening, state.zone)[0];
  return (
    <WizardFrame
      step="hours"
      state={state}
      title={t('calendar:hours.title')}
      lead={t('calendar:hours.note')}
      note={problem ? t(`calendar:problem.${problem.code}`) : t('calendar:hours.perWeek', { count: intervals, n: intervals, hours })}
      next={t('next', { step: t('step.manager') })}
      onBack={() => go('centre')}
      onNext={() => {
        // the problem stands beside its day already
        if (!problem) go('manager');
        else document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      }}
    >
      <OpeningEditor value={state.opening} onChange={(opening) => change({ opening })} zone={state.zone} />
    </WizardFrame>
  );
}
