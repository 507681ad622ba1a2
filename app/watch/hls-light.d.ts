/** The package describes only its whole form; the light one is the same without what we do not use. */
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
