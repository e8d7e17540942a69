import { useTranslation } from 'react-i18next';
import { ExportDialog } from '#renderer/components/export-dialog.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';

/** The reports of complaints as one workbook: it holds the register with names. */
export function ComplaintsExport({ from, to, onClose }: { from: string; to: string; onClose: () => void }) {
  const { t } = useTranslation('reports');
  return (
    <ExportDialog
      title={t('export.title')}
      formats={['xlsx']}
      written
      save={({ purpose, namesMasked, format }) =>
        client.reports.complaintsFile({ from, to, purpose, namesMasked, format, lang: currentLang() })
      }
      done={({ file }) => t('saved', { name: file.name })}
      onClose={onClose}
    />
  );
}
