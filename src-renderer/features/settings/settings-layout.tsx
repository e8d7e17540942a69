import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePerson } from '#renderer/lib/session.tsx';
import { type Section, sections } from './sections.ts';
import classes from './settings.module.css';

/** The list of the settings at the left, the chosen one beside it. */
export function SettingsLayout() {
  const { t } = useTranslation('settings');
  const { grants } = usePerson();
  const mine = sections.filter((section: Section) => !section.right || grants[section.right]);
  return (
    <div className={classes.frame}>
      <nav className={classes.nav} aria-label={t('nav')}>
        <ul className={classes.sections}>
          {mine.map(({ key, path, icon: Icon }) => (
            <li key={key}>
              <Link to={path} className={classes.section}>
                <Icon size={16} stroke={1.6} aria-hidden="true" />
                {t(`section.${key}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.room}>
        <Outlet />
      </div>
    </div>
  );
}
