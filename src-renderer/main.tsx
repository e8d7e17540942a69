import './app/styles.ts';
import { createRoot } from 'react-dom/client';
import { Desk } from './app/desk.tsx';
import { client, inDesktop, watchDoor } from './lib/client.ts';
import { startI18n } from './lib/i18n.ts';
import { startLive } from './lib/live.ts';
import { providePorts } from './lib/ports.ts';
import { queryClient } from './lib/queries.ts';
import { refreshSession } from './lib/session.tsx';

providePorts(client);
startLive({ queries: queryClient, watch: (signal) => client.changes.watch(undefined, { signal }), shared: !inDesktop });
watchDoor(() => void refreshSession());
startI18n();
createRoot(document.getElementById('root')!).render(<Desk />);
// the page that most people open first is there before they have typed their password
void import('./features/today/today-page.tsx');
