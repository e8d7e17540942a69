import { IconCheck, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Chip, type ChipTone } from '#renderer/components/status.tsx';
import type { StudentCard } from '#shared/contract/students.ts';

const TONES: Partial<Record<StudentCard['stage'], ChipTone>> = { active: 'green', returned: 'green', paused: 'amber' };
const ICONS: Partial<Record<StudentCard['stage'], typeof IconCheck>> = {
  active: IconCheck,
  returned: IconCheck,
  paused: IconPlayerPause,
};

/** The derived stage of a student, in a word. */
export function StageChip({ stage }: { stage: StudentCard['stage'] }) {
  const { t } = useTranslation('students');
  return (
    <Chip tone={TONES[stage] ?? 'plain'} icon={ICONS[stage]}>
      {t(`stage.${stage}`)}
    </Chip>
  );
}
