/** What is used of node-media-server: its RTMP protocol, without its servers, pages and store. */
declare module 'node-media-server/src/core/avpacket.js' {
  export default class AVPacket {
    /** 8: sound, 9: picture. */
    codec_type: number;
    /** 0, 2: what a decoder must know first; 3: a key frame; 1, 4: a frame. */
    flags: number;
    /** ms */
    dts: number;
    size: number;
    data: Buffer;
  }
}

declare module 'node-media-server/src/protocol/flv.js' {
  import type AVPacket from 'node-media-server/src/core/avpacket.js';
  export default class Flv {
    static createHeader(hasAudio: boolean, hasVideo: boolean): Buffer;
    static createMessage(packet: AVPacket): Buffer;
  }
}

declare module 'node-media-server/src/protocol/rtmp.js' {
  import type AVPacket from 'node-media-server/src/core/avpacket.js';
  export default class Rtmp {
    onPacketCallback: (packet: AVPacket) => void;
    onOutputCallback: (bytes: Buffer) => void;
    parserPacket: { header: { length: number; type: number; stream_id: number } };
    inPackets: Map<number, unknown>;
    inChunkSize: number;
    /** Of `connect`; as the caller said it. */
    streamApp: unknown;
    streamName: string;
    streamId: number;
    /** @returns what is wrong, or null */
    parserData(bytes: Buffer): string | null;
    packetAlloc(): void;
    controlHandler(): void;
    dataHandler(): void;
    onPublish(message: { streamName: unknown }): void;
    onPlay(message: unknown): void;
    onDeleteStream(message: unknown): void;
    respondPublish(): void;
    sendStatusMessage(streamId: number, level: string, code: string, description: string): void;
  }
}
