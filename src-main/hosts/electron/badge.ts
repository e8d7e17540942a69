import type { NativeImage } from 'electron';
import type { Translate } from '#main/base/words.ts';

/** Pixels of the mark that Windows lays over the button in the taskbar, at twice its 16 points. */
const SIDE = 32;
const RED = { r: 224, g: 49, b: 49 };

/** A red disc with a soft edge, four bytes a pixel in the order blue, green, red, alpha. */
export function overlayPixels(side = SIDE): Buffer {
  const pixels = Buffer.alloc(side * side * 4);
  const middle = (side - 1) / 2;
  const radius = side / 2 - 1;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const cover = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x - middle, y - middle)));
      // colours are stored multiplied by their alpha
      pixels.set([RED.b * cover, RED.g * cover, RED.r * cover, 255 * cover].map(Math.round), (y * side + x) * 4);
    }
  }
  return pixels;
}

export type BadgeDeps = {
  platform: NodeJS.Platform;
  app: { setBadgeCount(count: number): boolean };
  images: { createFromBitmap(pixels: Buffer, options: { width: number; height: number; scaleFactor: number }): NativeImage };
  /** The window that has a button in the taskbar. */
  window: () => { setOverlayIcon(image: NativeImage | null, description: string): void } | undefined;
  t: () => Translate;
};

/** Shows how much is due on the program's icon: a figure on macOS and Linux, a red mark with its figure in words on Windows. */
export function createBadge(deps: BadgeDeps): (count: number) => void {
  let mark: NativeImage | undefined;
  return (count) => {
    if (deps.platform !== 'win32') {
      deps.app.setBadgeCount(count);
      return;
    }
    mark ??= deps.images.createFromBitmap(overlayPixels(), { width: SIDE, height: SIDE, scaleFactor: 2 });
    deps.window()?.setOverlayIcon(count > 0 ? mark : null, count > 0 ? deps.t()('desktop:tray.due', { count }) : '');
  };
}
