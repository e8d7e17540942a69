import { RouterProvider } from '@tanstack/react-router';
import { Providers } from './providers.tsx';
import { router } from './routes.tsx';
import { SessionGate } from './session.tsx';

/** The whole program. */
export function Desk() {
  return (
    <Providers>
      <SessionGate>
        <RouterProvider router={router} />
      </SessionGate>
    </Providers>
  );
}
