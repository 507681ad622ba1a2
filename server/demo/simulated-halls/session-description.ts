/**
 * Session descriptions (RFC 8866) for a WebRTC library without the centre's own client: written from
 * the parameters that `line:open` and `line:receive-programme` answer with.
 */
import { z } from 'zod';
import { randomBytes } from 'node:crypto';

const codec = z.object({
  mimeType: z.string(),
  payloadType: z.int(),
  clockRate: z.int(),
  channels: z.int().optional(),
});

/** What is needed of a consumer's parameters. */
const receivedParameters = z.object({
  codecs: z.array(codec).min(1),
  encodings: z.array(z.object({ ssrc: z.int() })).min(1),
});

const transport = z.object({
  iceParameters: z.object({ usernameFragment: z.string(), password: z.string() }),
  iceCandidates: z.array(
    z.object({
      foundation: z.string(),
      protocol: z.enum(['udp', 'tcp']),
      priority: z.number(),
      ip: z.string().optional(),
      address: z.string().optional(),
      port: z.int(),
    }),
  ),
  dtlsParameters: z.object({
    fingerprints: z.array(z.object({ algorithm: z.string(), value: z.string() })),
  }),
});
export type TransportFacts = z.output<typeof transport>;

type Blob = Record<string, unknown>;

const LOOPBACK = '127.0.0.1';

/** @throws Error when the centre's parameters are not those of a WebRTC transport */
export function readTransport(parameters: Blob): TransportFacts {
  return transport.parse(parameters);
}

/** Whether the centre is on this machine: then nothing else need be gathered or tried. */
export function isOnThisMachine({ iceCandidates }: TransportFacts): boolean {
  return iceCandidates.some((candidate) => addressOf(candidate) === LOOPBACK);
}

/** The centre's offer: its transport, and one media section for each entry of `media`. */
export function describeOffer(facts: TransportFacts, media: readonly string[]): string {
  const { iceParameters, dtlsParameters } = facts;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!fingerprint) throw new Error('the centre has no SHA-256 fingerprint');
  const common = [
    'c=IN IP4 0.0.0.0',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    'a=setup:actpass',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...candidateLines(facts),
    'a=end-of-candidates',
  ];
  return [
    'v=0',
    `o=- ${randomBytes(4).readUInt32BE()} 1 IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${media.map((_, index) => index).join(' ')}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    'a=msid-semantic: WMS *',
    ...media.flatMap((section) => [section, ...common]),
    '',
  ].join('\r\n');
}

function candidateLines(facts: TransportFacts): string[] {
  const isLocal = isOnThisMachine(facts);
  return facts.iceCandidates
    .filter((one) => one.protocol === 'udp' && (!isLocal || addressOf(one) === LOOPBACK))
    .map(
      (one) =>
        `a=candidate:${one.foundation} 1 udp ${one.priority} ${addressOf(one)} ${one.port} typ host`,
    );
}

function addressOf(candidate: TransportFacts['iceCandidates'][number]): string {
  return candidate.address ?? candidate.ip ?? '';
}

/** The media section of a track that the centre sends. */
export function receivedSection(rtpParameters: Blob, index: number): string {
  const { codecs, encodings } = receivedParameters.parse(rtpParameters);
  const { mimeType, payloadType, clockRate, channels } = codecs[0]!;
  const [kind, name] = mimeType.split('/');
  return [
    `m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadType}`,
    `a=mid:${index}`,
    'a=sendonly',
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels ? `/${channels}` : ''}`,
    `a=ssrc:${encodings[0]!.ssrc} cname:programme`,
    `a=msid:programme t${index}`,
  ].join('\r\n');
}

/** The media section of a track that the centre takes. */
export function takenSection(track: SentTrackFacts, index: number): string {
  const { mimeType, payloadType, clockRate, channels } = track;
  const [kind, name] = mimeType.split('/');
  return [
    `m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadType}`,
    `a=mid:${index}`,
    'a=recvonly',
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels ? `/${channels}` : ''}`,
    `a=rtcp-fb:${payloadType} nack`,
    `a=rtcp-fb:${payloadType} nack pli`,
  ].join('\r\n');
}

export interface SentTrackFacts {
  mimeType: string;
  payloadType: number;
  clockRate: number;
  channels?: number | undefined;
}

/** What `line:connect` asks for, from this side's own description. */
export function dtlsParametersOf(sdp: string): Blob {
  const [, algorithm, value] = /a=fingerprint:(\S+) (\S+)/.exec(sdp) ?? [];
  if (!algorithm || !value) throw new Error('no fingerprint in the own description');
  const role = /a=setup:active/.test(sdp) ? 'client' : 'server';
  return { role, fingerprints: [{ algorithm: algorithm.toLowerCase(), value }] };
}
