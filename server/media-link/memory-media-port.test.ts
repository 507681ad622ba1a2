import type { Slot } from '#domain/programme.ts';
import { describeMediaPort } from './media-port.testing.ts';
import { MemoryMediaPort } from './memory-media-port.ts';

describeMediaPort('in memory', async () => {
  const port = new MemoryMediaPort();
  const rtpCapabilities = { codecs: [] };
  return {
    port,
    rtpCapabilities,
    sentTrack: () => ({ codecs: [], encodings: [] }),
    join: async (line) => {
      const { lineId } = line;
      await port.openLine(line);
      const tracks = await port.receiveProgramme({ lineId, rtpCapabilities });
      await port.resume({ lineId, consumerIds: tracks.map(({ consumerId }) => consumerId) });
      port.setConnected(lineId, true);
    },
    lose: async (lineId) => port.dropLine(lineId),
    flowing: async (lineId): Promise<Slot[]> => port.flowing(lineId),
    close: async () => {},
  };
});
