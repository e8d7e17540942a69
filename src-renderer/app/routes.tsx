import { createRouter } from '@tanstack/react-router';
import { indexRoute, PageFailure, rootRoute } from './root-route.tsx';
import { routes } from './route-table.ts';

export const router = createRouter({
  routeTree: rootRoute.addChildren([indexRoute, ...routes]),
  defaultPreload: false,
  defaultErrorComponent: PageFailure,
  // filters and tabs are part of the place; scrolling to the top is the page's own affair, it scrolls inside
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
