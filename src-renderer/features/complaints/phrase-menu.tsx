import { Button, Menu } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useCase } from './case-context.tsx';

/** 常用答复: short replies with the values of this complaint put in, to go on writing from. */
export function PhraseMenu({ onInsert }: { onInsert: (text: string) => void }) {
  const { t } = useTranslation('letters');
  const { id } = useCase().page.complaint;
  const [opened, setOpened] = useState(false);
  // The values may have changed since it was opened the last time.
  const query = useQuery({
    ...orpc.letters.phrases.queryOptions({ input: { complaintId: id, lang: currentLang() } }),
    enabled: opened,
    staleTime: 0,
  });
  return (
    <Menu position="top-start" width={320} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconMessage2 size={14} />}>
          {t('phrases')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('phrases')} mah="42vh" style={{ overflowY: 'auto' }}>
        {query.data?.map((phrase) => (
          <Menu.Item key={phrase.id} onClick={() => onInsert(phrase.text)}>
            {phrase.name}
            <span className="s12 tx-3 clamp-2">{phrase.text}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
