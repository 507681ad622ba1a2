/** 720p, 25 frames a second, a key frame every 2 s: what a television station takes. */
export const PICTURE = {
  width: 1_280,
  height: 720,
  rate: 25,
  groupSeconds: 2,
  kbps: 2_800,
} as const;
