import { readFileSync } from 'node:fs';
import { strict } from '../strict.ts';

/** Pictures keep their size and bytes; nothing is drawn. */

type Size = { width: number; height: number };
type Part = { scaleFactor?: number; width?: number; height?: number; buffer?: Buffer };

function image(bytes: Buffer, size: Size) {
  const parts: Part[] = [];
  return strict(
    {
      isEmpty: (): boolean => bytes.length === 0 && parts.length === 0,
      toPNG: (): Buffer => bytes,
      getSize: (): Size => size,
      resize: ({ width = size.width, height = size.height }: Partial<Size>) => image(bytes, { width, height }),
      addRepresentation: (part: Part): void => void parts.push(part),
      setTemplateImage: (_option: boolean): void => undefined,
    },
    'NativeImage',
  );
}

/** Width and height stand in the head of a PNG. */
function sizeOf(bytes: Buffer): Size {
  return bytes.length < 24 ? { width: 0, height: 0 } : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

export const nativeImage = strict(
  {
    createEmpty: () => image(Buffer.alloc(0), { width: 0, height: 0 }),
    createFromPath: (path: string) => {
      const bytes = readFileSync(path);
      return image(bytes, sizeOf(bytes));
    },
    createFromBuffer: (bytes: Buffer) => image(bytes, sizeOf(bytes)),
    createFromBitmap: (bytes: Buffer, { width, height }: Size) => image(bytes, { width, height }),
  },
  'nativeImage',
);
