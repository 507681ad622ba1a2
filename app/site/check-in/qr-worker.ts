import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';

/** Reads QR codes off the page's thread; the wasm comes from this server, never from a CDN. */
const wasmUrl = new URL('zxing-wasm/reader/zxing_reader.wasm', import.meta.url).href;

const OPTIONS: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  maxNumberOfSymbols: 1,
};

export interface QrAnswer {
  text: string | null;
}

const ready = prepareZXingModule({
  overrides: { locateFile: () => wasmUrl },
  fireImmediately: true,
});

self.addEventListener('message', (event: MessageEvent<ImageData | 'files'>) => {
  const { data } = event;
  void (data === 'files' ? listFiles() : read(data)).then((answer) => self.postMessage(answer));
});

/** Everything this worker was loaded from, for the page to keep for work without a network. */
async function listFiles(): Promise<string[]> {
  await ready;
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
  return [self.location.href, wasmUrl, ...loaded];
}

async function read(image: ImageData): Promise<QrAnswer> {
  try {
    await ready;
    const [found] = await readBarcodes(image, OPTIONS);
    return { text: found?.isValid ? found.text : null };
  } catch {
    return { text: null };
  }
}
