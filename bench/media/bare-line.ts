import nodeDataChannel from 'node-datachannel';
import type { Track } from 'node-datachannel';
import { SLOTS } from '#domain/programme.ts';
import {
  chooseCodecs,
  receiveCapabilities,
  sentParameters,
} from '#server/demo/simulated-halls/capabilities.ts';
import { pictureFootage, soundFootage } from '#server/demo/simulated-halls/footage.ts';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';
import { MediaConnection } from '#server/demo/simulated-halls/media-connection.ts';
import { Reception } from '#server/demo/simulated-halls/reception.ts';
import { SentPicture } from '#server/demo/simulated-halls/sent-picture.ts';
import { SentSound } from '#server/demo/simulated-halls/sent-sound.ts';
import { receivedSection, takenSection } from '#server/demo/simulated-halls/session-description.ts';

type Blob = Record<string, unknown>;

/** Asks the bare router's process. */
async function ask<T>(port: number, step: string, asked: Blob): Promise<T> {
  const url = `http://127.0.0.1:${port}/${step}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(asked) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

interface Opened extends Blob {
  id: string;
  rtpCapabilities: Blob;
}

/** Receives everything that the bare router has, and counts it. */
export class BareReceiver {
  readonly reception = new Reception();
  #connection: MediaConnection | null = null;

  static async open(port: number): Promise<BareReceiver> {
    const receiver = new BareReceiver();
    const opened = await ask<Opened>(port, 'open', {});
    const transportId = opened.id;
    const rtpCapabilities = receiveCapabilities(chooseCodecs(opened.rtpCapabilities, 'H264'));
    const tracks = await ask<Blob[]>(port, 'consume', { transportId, rtpCapabilities });
    receiver.#connection = await MediaConnection.open({
      transport: opened,
      sections: tracks.map((rtpParameters, index) => receivedSection(rtpParameters, index)),
      connect: (dtlsParameters) => ask(port, 'connect', { transportId, dtlsParameters }),
      onTrack: (track, index) => receiver.#listen(track, index),
      onLost: () => {},
    });
    await ask(port, 'resume', { transportId });
    return receiver;
  }

  close(): void {
    this.#connection?.close();
  }

  /** Counted as the halls count theirs; which track is which does not matter here. */
  #listen(track: Track, index: number): void {
    track.onMessage((bytes) => this.reception.take(SLOTS[index]!, bytes));
  }
}

/** Sends a picture in two layers and a sound to the bare router, as a simulated hall sends them. */
export class BareSender {
  readonly #picture: SentPicture;
  readonly #sound: SentSound;
  readonly #connection: MediaConnection;

  static async open(port: number, footage: FootageName): Promise<BareSender> {
    const opened = await ask<Opened>(port, 'open', {});
    const transportId = opened.id;
    const codecs = chooseCodecs(opened.rtpCapabilities, 'H264');
    const tracks: Track[] = [];
    const sendOver = (index: number) => (packet: Buffer) =>
      void (tracks[index]?.isOpen() && tracks[index].sendMessageBinary(packet));
    const { payloadType } = codecs.picture;
    const pictures = pictureFootage(footage, 'H264');
    const picture = new SentPicture({
      codec: 'H264',
      payloadType,
      footage: pictures,
      send: sendOver(0),
    });
    const sound = new SentSound({
      payloadType: codecs.sound.payloadType,
      levelExtensionId: null,
      packets: soundFootage('MURMUR'),
      send: sendOver(1),
    });
    const connection = await MediaConnection.open({
      transport: opened,
      sections: [takenSection(codecs.picture, 0), takenSection(codecs.sound, 1)],
      addTracks: (peer) => {
        const video = new nodeDataChannel.Video('0', 'SendOnly');
        video.addH264Codec(payloadType);
        for (const ssrc of picture.ssrcs) video.addSSRC(ssrc, 'hall', 'hall', 'picture');
        const audio = new nodeDataChannel.Audio('1', 'SendOnly');
        audio.addOpusCodec(codecs.sound.payloadType);
        audio.addSSRC(sound.ssrc, 'hall', 'hall', 'sound');
        tracks.push(peer.addTrack(video), peer.addTrack(audio));
        // Feedback is not needed: the footage has a key frame each second.
        for (const track of tracks) track.onMessage(() => {});
      },
      connect: (dtlsParameters) => ask(port, 'connect', { transportId, dtlsParameters }),
      onLost: () => {},
    });
    const sent = (kind: 'picture' | 'sound', mid: string, ssrcs: number[]) =>
      sentParameters(codecs[kind], { mid, ssrcs, levelExtensionId: null });
    const video = {
      transportId,
      kind: 'video',
      rtpParameters: sent('picture', '0', picture.ssrcs),
    };
    await ask(port, 'produce', video);
    const audio = { transportId, kind: 'audio', rtpParameters: sent('sound', '1', [sound.ssrc]) };
    await ask(port, 'produce', audio);
    picture.play();
    sound.play();
    return new BareSender({ picture, sound, connection });
  }

  private constructor(made: {
    picture: SentPicture;
    sound: SentSound;
    connection: MediaConnection;
  }) {
    this.#picture = made.picture;
    this.#sound = made.sound;
    this.#connection = made.connection;
  }

  close(): void {
    this.#picture.pause();
    this.#sound.pause();
    this.#connection.close();
  }
}
