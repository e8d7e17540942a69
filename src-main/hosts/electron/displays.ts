import type { Display } from 'electron';
import { type Area, type Room, rescuedPlace } from './window-state.ts';

/** The part of Electron's screen that is used. */
export type Screens = {
  getPrimaryDisplay(): Pick<Display, 'id' | 'workArea'>;
  getAllDisplays(): Pick<Display, 'id' | 'workArea'>[];
  on(event: 'display-added' | 'display-removed' | 'display-metrics-changed', listener: () => void): unknown;
};

/** All displays, the primary one first. */
export function roomsOf(screens: Screens): Room[] {
  const primary = screens.getPrimaryDisplay();
  return [primary, ...screens.getAllDisplays().filter(({ id }) => id !== primary.id)].map(({ id, workArea }) => ({ id, area: workArea }));
}

/** A display came, went, or has other points now: an open window that can no longer be grasped is brought back. */
export const displayEvents = ['display-removed', 'display-metrics-changed', 'display-added'] as const;

export type Placed = { getNormalBounds(): Area; setBounds(bounds: Area): void; isMaximized(): boolean; isFullScreen(): boolean };

export function watchDisplays(screens: Screens, window: () => Placed | undefined): void {
  const look = (): void => {
    const open = window();
    // The system itself moves a window that fills a display.
    if (!open || open.isMaximized() || open.isFullScreen()) return;
    const place = rescuedPlace(open.getNormalBounds(), roomsOf(screens));
    if (place) open.setBounds(place);
  };
  for (const event of displayEvents) screens.on(event, look);
}
