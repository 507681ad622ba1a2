import http from 'node:http';
import { text } from 'node:stream/consumers';
import * as mediasoup from 'mediasoup';
import type { types } from 'mediasoup';

/**
 * A mediasoup router and nothing else: what a delivered packet costs at least. Each receiver gets one
 * consumer of every producer. A process of its own; its parent learns the port and the worker's id.
 */
const MEDIA_CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
      'level-asymmetry-allowed': 1,
    },
  },
];

interface Asked {
  transportId: string;
  dtlsParameters: types.DtlsParameters;
  rtpCapabilities: types.RtpCapabilities;
  kind: types.MediaKind;
  rtpParameters: types.RtpParameters;
}

async function main(): Promise<void> {
  const worker = await mediasoup.createWorker({ logLevel: 'error' });
  const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS });
  const webRtcServer = await worker.createWebRtcServer({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
  });
  const transports = new Map<string, types.WebRtcTransport>();
  const producers: types.Producer[] = [];
  const consumers = new Map<string, types.Consumer[]>();
  const steps: Record<string, (asked: Asked) => Promise<unknown>> = {
    '/open': async () => {
      const transport = await router.createWebRtcTransport({ webRtcServer });
      transports.set(transport.id, transport);
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
      const { rtpCapabilities } = router;
      return { id, iceParameters, iceCandidates, dtlsParameters, rtpCapabilities };
    },
    '/connect': async ({ transportId, dtlsParameters }) => {
      await transports.get(transportId)!.connect({ dtlsParameters });
      return {};
    },
    '/produce': async ({ transportId, kind, rtpParameters }) => {
      producers.push(await transports.get(transportId)!.produce({ kind, rtpParameters }));
      return {};
    },
    '/consume': async ({ transportId, rtpCapabilities }) => {
      const transport = transports.get(transportId)!;
      const made = await Promise.all(
        producers.map(({ id: producerId }) =>
          transport.consume({ producerId, rtpCapabilities, paused: true }),
        ),
      );
      consumers.set(transportId, made);
      return made.map(({ rtpParameters }) => rtpParameters);
    },
    '/resume': async ({ transportId }) => {
      await Promise.all(consumers.get(transportId)!.map((consumer) => consumer.resume()));
      return {};
    },
  };
  const server = http.createServer((request, response) => {
    void text(request)
      .then((body) => steps[request.url ?? '']!(JSON.parse(body) as Asked))
      .then(
        (answer) => response.end(JSON.stringify(answer)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    process.send?.({ port, workerPid: worker.pid });
  });
}

process.on('disconnect', () => process.exit(0));
await main();
