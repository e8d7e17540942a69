import { SaxesParser } from 'saxes';
import { refused, stopIfCancelled } from './sheet.ts';

/** Pull-driven XML: the source is read only as fast as the caller asks, so memory stays flat whatever the file says. */

export type Attributes = Readonly<Record<string, string>>;
export type XmlHandlers = {
  open?: (name: string, attributes: Attributes) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/** Deeper than any spreadsheet; a file of nothing but opening tags is not followed to its end. */
const DEEPEST = 60;
/** Text, comment or attribute longer than this between two tags: no cell is that long. */
const LONGEST_PIECE = 4_000_000;

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Feeds the chunks to the handlers and hands control back after each. Names come without their prefix. Refuses a DOCTYPE
 * (nothing is ever expanded), deep nesting, endless pieces and broken XML with `broken`.
 */
export async function* pumpXml(
  chunks: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  signal?: AbortSignal,
): AsyncGenerator<void, void, void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let sinceTag = 0;
  parser.on('error', (error) => {
    throw refused('broken', error);
  });
  parser.on('doctype', () => {
    throw refused('broken');
  });
  parser.on('opentag', (tag) => {
    sinceTag = 0;
    depth += 1;
    if (depth > DEEPEST) throw refused('broken');
    handlers.open?.(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    sinceTag = 0;
    depth -= 1;
    handlers.close?.(local(tag.name));
  });
  if (handlers.text !== undefined) {
    parser.on('text', handlers.text);
    parser.on('cdata', handlers.text);
  }
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    stopIfCancelled(signal);
    decoder ??= xmlDecoder(chunk);
    sinceTag += chunk.length;
    parser.write(decode(decoder, chunk));
    if (sinceTag > LONGEST_PIECE) throw refused('cell_too_long');
    yield;
  }
  if (decoder === null) throw refused('broken');
  parser.write(decoder.decode());
  parser.close();
  yield;
}

function decode(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw refused('broken', error);
  }
}

function xmlDecoder(start: Uint8Array): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  return new TextDecoder('utf-8', { fatal: true });
}
