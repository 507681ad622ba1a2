/** XML parts of a workbook, parsed while they are unpacked. */
import { SaxesParser } from 'saxes';
import { FileRefusal } from './refusal.ts';

export interface XmlHandlers {
  /** Names come without their namespace prefix. */
  open: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/** Feeds chunks to the handlers, and yields after each so that a caller can drain what it gathered. */
export async function* parseXml(
  chunks: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const parser = createParser(handlers);
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    feed(parser, decoder.decode(chunk, { stream: true }));
    yield;
  }
  feed(parser, decoder?.decode() ?? '');
  guard(() => parser.close());
}

/** Parses a whole part. */
export async function parseWhole(
  chunks: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
): Promise<void> {
  const steps = parseXml(chunks, handlers);
  while (!(await steps.next()).done);
}

function createParser(handlers: XmlHandlers): SaxesParser {
  const parser = new SaxesParser({ fragment: false });
  // Workbooks have no document type; one would be there to define entities that expand.
  parser.on('doctype', () => {
    throw new FileRefusal('FILE_EXPANDS', 'document type');
  });
  parser.on('error', (error) => {
    throw new FileRefusal('FILE_DAMAGED', error.message);
  });
  parser.on('opentag', (tag) =>
    handlers.open(localName(tag.name), tag.attributes as Record<string, string>),
  );
  const { text, close } = handlers;
  if (text) parser.on('text', text);
  if (close) parser.on('closetag', (tag) => close(localName(tag.name)));
  return parser;
}

function feed(parser: SaxesParser, text: string): void {
  guard(() => parser.write(text));
}

function guard(step: () => unknown): void {
  try {
    step();
  } catch (error) {
    throw error instanceof FileRefusal ? error : new FileRefusal('FILE_DAMAGED', String(error));
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function encodingOf(chunk: Buffer): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
