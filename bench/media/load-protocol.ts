import type { HttpIdentity } from '#contract/program-client.ts';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';

export interface JoiningHall {
  siteId: string;
  isCentral: boolean;
  /** Chooses its footage and habits. */
  number: number;
  identity: HttpIdentity;
}

export interface LoadStat {
  onLine: number;
  sending: number;
  packets: number;
  lost: number;
}

/** Pictures' packets: what they carry (`payloadKey`), and when (`machineMs`). */
export interface NotedPackets {
  keys: number[];
  atMs: number[];
}

/** What the bench orders from a load generator's process, and what it answers. */
export interface Orders {
  /** Halls with real lines; how long each took until the programme came, in ms. */
  join: { input: { halls: JoiningHall[]; atOnce: number; hasThinLine: boolean }; output: number[] };
  /** Receivers that make their consumer anew at each take, over the same contract. */
  joinRecreating: {
    input: { account: HttpIdentity; count: number; sessionId: string };
    output: null;
  };
  /** Receivers and senders of a bare mediasoup router, by its port. */
  joinBare: { input: { port: number; receivers: number; senders: FootageName[] }; output: null };
  /** From now on, look for the first picture of this footage at each receiver. */
  watch: { input: FootageName; output: null };
  /** When each receiver saw it (`machineMs`), those that did. */
  seen: { input: null; output: number[] };
  /** Note each picture's packet, sent or received in MAIN, or stop and hand them over. */
  notePackets: { input: boolean; output: { sent: NotedPackets; received: NotedPackets } };
  /** Sockets of halls without a line; each follows its hall. */
  connect: { input: { halls: JoiningHall[]; sessionId: string }; output: null };
  /**
   * Cuts all of these at once; each follows again and opens a line with its programme, as a hall that
   * lost everything does, again and again until it has one. How long each took, in ms, of those that were back in 75 s.
   */
  reconnect: { input: null; output: number[] };
  /** Each of these posts a still at this interval; how many were taken since the last such order. */
  postStills: { input: { everyMs: number | null }; output: number };
  stat: { input: null; output: LoadStat };
  leave: { input: null; output: null };
}
export type OrderName = keyof Orders;

export interface OrderMessage<N extends OrderName = OrderName> {
  id: number;
  name: N;
  input: Orders[N]['input'];
}

export type OrderAnswer = { id: number } & ({ output: unknown } | { error: string });
