import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '#renderer/components/page-head.tsx';
import { triageTabs } from './place.ts';
import { RulesTab } from './rules-tab.tsx';
import { TreeTab } from './tree-tab.tsx';

/** Sub-categories, root causes and the rules of the proposal: the words in which the centre sorts its complaints. */
export function TriagePage() {
  const { t } = useTranslation('triage');
  const navigate = useNavigate();
  const { tab = 'subcategories' } = useSearch({ from: '/settings/categories' });
  return (
    <div className="page">
      <PageHead title={t('title')} note={t(`note.${tab}`)} />
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ to: '/settings/categories', search: { tab: triageTabs.find((each) => each === next) }, replace: true })
        }
        keepMounted={false}
        style={{ display: 'contents' }}
      >
        <Tabs.List px={16}>
          {triageTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="subcategories" className="scroll">
          <TreeTab tree="subcategory" />
        </Tabs.Panel>
        <Tabs.Panel value="causes" className="scroll">
          <TreeTab tree="cause" />
        </Tabs.Panel>
        <Tabs.Panel value="rules" className="scroll">
          <RulesTab />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
