import './app/styles.ts';
import { createRoot } from 'react-dom/client';
import { Desk } from './app/desk.tsx';
import { startI18n } from './lib/i18n.ts';

startI18n();
createRoot(document.getElementById('root')!).render(<Desk />);
