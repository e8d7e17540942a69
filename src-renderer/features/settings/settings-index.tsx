import { Navigate } from '@tanstack/react-router';
import { useRight } from '#renderer/lib/session.tsx';

/** `/settings` opens what its person is most likely here for. */
export function SettingsIndex() {
  const manages = useRight('settings.manage');
  const calendar = useRight('calendar.manage');
  return <Navigate to={manages ? '/settings/centre' : calendar ? '/settings/roster' : '/settings/account'} replace />;
}
