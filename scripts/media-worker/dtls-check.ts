import dgram from 'node:dgram';
import { once } from 'node:events';
import * as mediasoup from 'mediasoup';
import { bindingRequest, isDtls } from './stun.ts';

type Transport = mediasoup.types.WebRtcTransport;

const LOOPBACK = { protocol: 'udp', ip: '127.0.0.1' } as const;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * Starts a worker and lets two of its transports complete a real ICE check and DTLS handshake with each
 * other, one as server and one as client. A worker with a wrong BIO callback starts and forwards
 * packets, and crashes exactly here.
 * @throws Error with the reason
 */
export async function checkDtlsHandshake(workerBin: string): Promise<void> {
  const worker = await mediasoup.createWorker({ workerBin, logLevel: 'none' });
  const died = new Promise<never>((_, reject) => {
    worker.once('died', (error) => reject(new Error(`the worker crashed: ${error.message}`)));
  });
  const relay = dgram.createSocket('udp4');
  try {
    await Promise.race([died, handshake(worker, relay)]);
  } finally {
    relay.close();
    worker.close();
  }
}

async function handshake(worker: mediasoup.types.Worker, relay: dgram.Socket): Promise<void> {
  const router = await worker.createRouter();
  const open = () => router.createWebRtcTransport({ listenInfos: [LOOPBACK] });
  const [server, client] = [await open(), await open()];
  relay.bind(0, LOOPBACK.ip);
  await once(relay, 'listening');
  const portOf = (transport: Transport) => transport.iceCandidates[0]!.port;
  // Each transport takes the relay for its peer: what one sends reaches the other.
  relay.on('message', (packet, from) => {
    if (!isDtls(packet)) return;
    const to = from.port === portOf(server) ? client : server;
    relay.send(packet, portOf(to), LOOPBACK.ip);
  });
  const connected = Promise.all([server, client].map(untilConnected));
  await server.connect({ dtlsParameters: { ...fingerprintsOf(client), role: 'client' } });
  await client.connect({ dtlsParameters: { ...fingerprintsOf(server), role: 'server' } });
  for (const transport of [server, client]) {
    relay.send(bindingRequest(transport.iceParameters), portOf(transport), LOOPBACK.ip);
  }
  await connected;
}

function fingerprintsOf(transport: Transport) {
  return {
    fingerprints: transport.dtlsParameters.fingerprints.filter((f) => f.algorithm === 'sha-256'),
  };
}

function untilConnected(transport: Transport): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new Error(`no DTLS handshake (ICE ${transport.iceState}, DTLS ${transport.dtlsState})`),
      );
    }, HANDSHAKE_TIMEOUT_MS);
    transport.on('dtlsstatechange', (state) => {
      if (state !== 'connected' && state !== 'failed') return;
      clearTimeout(timer);
      if (state === 'connected') resolve();
      else reject(new Error('the DTLS handshake failed'));
    });
  });
}
