import { useTranslation } from 'react-i18next';
import { ExportDialog } from '#renderer/components/export-dialog.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import type { StudentCard } from '#shared/contract/students.ts';

/** The list as filtered, as a sheet. */
export function StudentsExport({ text, stage, onClose }: { text: string; stage: StudentCard['stage'] | null; onClose: () => void }) {
  const { t } = useTranslation('students');
  return (
    <ExportDialog
      title={t('export.title')}
      formats={['xlsx', 'csv']}
      phones
      save={(order) => client.students.export({ text, stage, ...order, lang: currentLang() })}
      done={({ rows }) => t('export.done', { count: rows })}
      onClose={onClose}
    />
  );
}
