/**
 * The pages of the house. Only what exists stands here; the navigation shows an area as soon as its path has a route.
 *
 * To add a page:
 *   1. features/<domain>/<name>-page.tsx exports `function <Name>Page()`; it reads `useParams({ from: '/<path>/$id' })`,
 *      `useSearch({ from: '/<path>' })`, and begins with `<div className="page"><PageHead title=… />`.
 *   2. what stands in the address is a zod schema in features/<domain>/place.ts (every field with `.catch()` or optional,
 *      so that a wrong address opens the page and not an error).
 *   3. const <name>Route = createRoute({ getParentRoute: () => rootRoute, path: '/<path>', validateSearch: <schema>,
 *        component: lazyRouteComponent(() => import('#renderer/features/<domain>/<name>-page.tsx'), '<Name>Page') });
 *   4. put it into `routes` below. Links are then checked by the compiler: `<Link to="/<path>/$id" params={{ id }} />`.
 */
export const routes = [] as const;
