import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '#renderer/components/page-head.tsx';
import { BannedTab } from './banned-tab.tsx';
import { LibraryTab } from './library-tab.tsx';
import { scriptTabs } from './place.ts';

/** 话术与禁用语: what was agreed to be said, and what is never to be said. Everybody reads, those who publish change. */
export function ScriptsPage() {
  const { t } = useTranslation('scripts');
  const navigate = useNavigate();
  const { tab = 'library' } = useSearch({ from: '/settings/scripts' });
  return (
    <div className="page">
      <PageHead title={t('title')} note={t(`note.${tab}`)} />
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ to: '/settings/scripts', search: { tab: scriptTabs.find((each) => each === next) }, replace: true })
        }
        keepMounted={false}
        style={{ display: 'contents' }}
      >
        <Tabs.List px={16}>
          {scriptTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="library" className="scroll">
          <LibraryTab />
        </Tabs.Panel>
        <Tabs.Panel value="banned" className="scroll">
          <BannedTab />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
