import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { LangSwitch, SchemeSwitch } from '#renderer/components/preferences.tsx';
import { useSession } from '#renderer/lib/session.tsx';
import classes from './settings.module.css';

/** Language and colours of this PC, and what runs here. */
export function AboutPage() {
  const { t } = useTranslation(['settings', 'common', 'shell']);
  const { info } = useSession();
  return (
    <div className="page">
      <PageHead title={t('about.title')} />
      <div className="scroll pad col gap-24" style={{ paddingBottom: 24 }}>
        <Section title={t('about.screen')} note={t('about.screenNote')}>
          <dl className={classes.facts}>
            <dt>{t('common:lang.label')}</dt>
            <dd>
              <LangSwitch />
            </dd>
            <dt>{t('common:scheme.label')}</dt>
            <dd>
              <SchemeSwitch />
            </dd>
          </dl>
        </Section>
        <Section title={t('about.program')}>
          <dl className={classes.facts}>
            <dt>{t('about.name')}</dt>
            <dd>{t('shell:brand')}</dd>
            <dt>{t('about.version')}</dt>
            <dd>{info.appVersion}</dd>
            <dt>{t('about.host')}</dt>
            <dd>{t(`about.hostKind.${info.host}`)}</dd>
            <dt>{t('about.zone')}</dt>
            <dd>{info.zone}</dd>
            <dt>{t('about.data')}</dt>
            <dd>{t('about.dataText')}</dd>
          </dl>
        </Section>
      </div>
    </div>
  );
}
