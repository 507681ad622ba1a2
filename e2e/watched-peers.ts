import type { BrowserContext, Page } from '@playwright/test';

interface PeerWindow {
  watchedPeers: { peers: RTCPeerConnection[]; negotiations: number };
}

/** Keeps the connections of the context's pages within reach, and counts how often they negotiate. */
export async function watchPeers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watched: PeerWindow['watchedPeers'] = { peers: [], negotiations: 0 };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...given: ConstructorParameters<typeof RTCPeerConnection>) {
        super(...given);
        watched.peers.push(this);
      }

      override setRemoteDescription(...given: unknown[]): Promise<void> {
        const description = given[0] as RTCSessionDescriptionInit;
        if (description.type === 'offer') watched.negotiations += 1;
        return super.setRemoteDescription(description);
      }
    };
    (window as unknown as PeerWindow).watchedPeers = watched;
  });
}

/** What the browser itself tells of a page's connections that are open. */
export interface PeerFacts {
  /**
   * How often what is received was negotiated: once for each track and each ICE restart. What is sent
   * is paused and resumed by the browser itself, without the centre.
   */
  negotiations: number;
  /** SSRCs by the id of the received track, which is the id of its mediasoup consumer. */
  receivedSsrcs: Record<string, number[]>;
  /** Payload of the pictures that were sent, over all layers. */
  pictureBytesSent: number;
  /** `video/VP8` */
  receivedCodecs: string[];
  /** `udp`, `tcp`: of the ways that are in use. */
  protocols: string[];
}

interface Entry {
  id: string;
  type: string;
  kind?: string;
  ssrc?: number;
  trackIdentifier?: string;
  codecId?: string;
  mimeType?: string;
  bytesSent?: number;
  packetsReceived?: number;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  protocol?: string;
}

export function readPeers(page: Page): Promise<PeerFacts> {
  return page.evaluate(async () => {
    const { peers, negotiations } = (window as unknown as PeerWindow).watchedPeers;
    const receivedSsrcs: Record<string, number[]> = {};
    const receivedCodecs = new Set<string>();
    const protocols = new Set<string>();
    let pictureBytesSent = 0;
    for (const peer of peers.filter(({ connectionState }) => connectionState !== 'closed')) {
      const report = new Map<string, Entry>();
      (await peer.getStats()).forEach((entry: Entry) => report.set(entry.id, entry));
      const find = (id: string | undefined) => report.get(id ?? '');
      for (const entry of report.values()) {
        if (entry.type === 'inbound-rtp' && entry.packetsReceived) {
          (receivedSsrcs[entry.trackIdentifier!] ??= []).push(entry.ssrc!);
          // None for a stream of which nothing was decoded yet.
          const mimeType = find(entry.codecId)?.mimeType;
          if (mimeType) receivedCodecs.add(mimeType);
        }
        if (entry.type === 'outbound-rtp' && entry.kind === 'video')
          pictureBytesSent += entry.bytesSent ?? 0;
        if (entry.type === 'transport') {
          const pair = find(entry.selectedCandidatePairId);
          if (pair) protocols.add(find(pair.localCandidateId)?.protocol ?? '');
        }
      }
    }
    return {
      negotiations,
      receivedSsrcs,
      pictureBytesSent,
      receivedCodecs: [...receivedCodecs].sort(),
      protocols: [...protocols].sort(),
    };
  });
}
