import { z } from 'zod';
import { openingHours } from '#shared/contract/calendar.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';

/** The steps in their order. `code` and `data` come after the centre was made; there is no way back from them. */
export const STEPS = ['centre', 'hours', 'manager', 'code', 'data'] as const;
export type Step = (typeof STEPS)[number];

const kept = z.object({
  step: z.enum(['centre', 'hours', 'manager']),
  centreName: z.string(),
  zone: z.string(),
  opening: openingHours,
  name: z.string(),
  login: z.string(),
});
/** What a reload keeps: no password, no recovery code. */
export type WizardState = z.infer<typeof kept>;

/** What every step is given. */
export interface StepProps {
  readonly state: WizardState;
  readonly change: (changes: Partial<WizardState>) => void;
  readonly go: (step: Step) => void;
}

const KEY = 'desk.wizard';
const { zone, ...opening } = DEFAULT_OPENING;

export const firstState: WizardState = { step: 'centre', centreName: '', zone, opening, name: '', login: '' };

export function loadWizard(): WizardState {
  try {
    return kept.parse(JSON.parse(sessionStorage.getItem(KEY) ?? ''));
  } catch {
    return firstState;
  }
}

/** Kept for this window only, until the wizard is done. */
export function keepWizard(state: WizardState | null): void {
  try {
    if (state) sessionStorage.setItem(KEY, JSON.stringify(state));
    else sessionStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing loses it with a reload, which harms nothing
  }
}
