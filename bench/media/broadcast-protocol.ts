/** What `broadcast-process.ts` has measured: seconds of a core a second, and delays in ms. */
export interface BroadcastCosts {
  cpu: {
    bareEncoder: number;
    composer: number;
    nodeAlone: number;
    nodeRecording: number;
    hls: number;
    rtmp: number;
    srt: number;
    mediaOff: number;
    mediaOn: number;
  };
  /** Of the recording. */
  kilobytesPerSecond: number;
  packets: { off: number[]; on: number[] };
  hallMs: number[];
  srtMs: number[];
  /** Of the newest frame of the list as it appears, and of the frame with which a player begins. */
  hlsNewestMs: number[];
  hlsPlayedMs: number[];
}
