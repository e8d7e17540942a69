import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** The reports that there are. */
export function ReportTabs({ at }: { at: 'monthly' | 'complaints' }) {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  return (
    <Tabs
      value={at}
      className="no-print"
      onChange={(next) => void navigate({ to: next === 'complaints' ? '/reports/complaints' : '/reports', search: {} })}
    >
      <Tabs.List px={16} aria-label={t('tabs.label')}>
        <Tabs.Tab value="monthly">{t('tabs.monthly')}</Tabs.Tab>
        <Tabs.Tab value="complaints">{t('tabs.complaints')}</Tabs.Tab>
      </Tabs.List>
    </Tabs>
  );
}
