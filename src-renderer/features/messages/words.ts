import type { TFunction } from 'i18next';
import type { Format } from '#renderer/lib/format.ts';
import type { Message } from '#shared/contract/messages.ts';

/** A message in one sentence: what happened to which record. */
export function sentence(
  t: TFunction<'messages'>,
  format: Format,
  { kind, ref, values }: Pick<Message, 'kind' | 'ref' | 'values'>,
): string {
  const clock = typeof values.clock === 'string' ? t(`clock.${values.clock}`) : '';
  const severity = typeof values.severity === 'string' ? t(`severity.${values.severity}`) : '';
  const due = typeof values.clockDueAt === 'number' ? format.dueTime(values.clockDueAt) : '';
  const said = { ...values, number: ref.number, clock, severity, due };
  if (kind === 'hand_over') {
    const which =
      values.takenBackBy !== undefined
        ? 'takenBack'
        : values.takenBy !== undefined
          ? 'taken'
          : values.answered === 1
            ? 'accepted'
            : values.answered === 0
              ? 'declined'
              : 'offered';
    return t(`kind.hand_over.${which}`, said);
  }
  if (kind === 'extension')
    return t(`kind.extension.${values.step === 'granted' || values.step === 'declined' ? values.step : 'asked'}`, said);
  if (kind === 'escalated') return t(`kind.escalated.${severity ? 'severe' : 'plain'}`, said);
  return t(`kind.${kind}`, said);
}
