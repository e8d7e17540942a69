import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import type { KeyReport } from '#shared/contract/program.ts';
import classes from './program.module.css';

/** Names of key stores that have words; another one is shown as it calls itself. */
const STORES: ReadonlySet<string> = new Set([
  'keychain',
  'dpapi',
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
  'portal',
  'secret_service',
]);

/** Who keeps the key of the data, in words. */
export function KeyPart({ keys }: { keys: KeyReport }) {
  const { t } = useTranslation('program');
  function nameOf({ kind, name }: KeyReport['envelopes'][number]): string {
    const store = name.replace(/^electron:/, '');
    if (kind !== 'os') return t(`key.kind.${kind}`);
    return STORES.has(store) ? t(`key.store.${store}`) : t('key.store.other', { name: store });
  }
  const recovery = keys.envelopes.some(({ kind }) => kind === 'recovery');
  return (
    <Section title={t('key.title')} note={t('key.note')}>
      <dl className={classes.facts}>
        <div>
          <dt>{t('key.by')}</dt>
          <dd>{t(`key.opened.${keys.by}`)}</dd>
        </div>
        <div>
          <dt>{t('key.envelopes')}</dt>
          <dd>{keys.envelopes.map(nameOf).join(t('key.and'))}</dd>
        </div>
      </dl>
      {keys.exposed ? <Warning>{t('key.exposed')}</Warning> : null}
      {keys.failed.some(({ kind }) => kind === 'os') ? <Warning>{t('key.failed')}</Warning> : null}
      {recovery ? null : <Warning>{t('key.noRecovery')}</Warning>}
    </Section>
  );
}

function Warning({ children }: { children: string }) {
  return (
    <p className={classes.warning}>
      <IconAlertTriangleFilled size={15} aria-hidden="true" />
      {children}
    </p>
  );
}
