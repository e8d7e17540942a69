import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openSearch } from '#renderer/lib/frame.ts';
import { Keys } from './key-cap.tsx';
import classes from './search-box.module.css';

/** The box in the header: looks like a field, opens the search dialog. */
export function SearchBox() {
  const { t } = useTranslation('shell');
  return (
    <UnstyledButton className={classes.box} onClick={openSearch} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={15} aria-hidden="true" />
      <span className="ellipsis grow s13">{t('searchHint')}</span>
      <Keys id="search" />
    </UnstyledButton>
  );
}
