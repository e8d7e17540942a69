import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLang, switchLang } from '#renderer/lib/i18n.ts';
import type { Lang } from '#shared/contract/fields.ts';

/** Language of the screen; at once, without a restart. */
export function LangSwitch() {
  const { t } = useTranslation('common');
  return (
    <SegmentedControl
      aria-label={t('lang.label')}
      value={currentLang()}
      onChange={(value) => void switchLang(value as Lang)}
      data={[
        { value: 'zh-CN', label: t('lang.zh-CN') },
        { value: 'en', label: t('lang.en') },
      ]}
    />
  );
}

/** Light, dark, or like the system. */
export function SchemeSwitch() {
  const { t } = useTranslation('common');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label={t('scheme.label')}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={[
        { value: 'light', label: t('scheme.light') },
        { value: 'dark', label: t('scheme.dark') },
        { value: 'auto', label: t('scheme.auto') },
      ]}
    />
  );
}
