import type { types } from 'mediasoup';

/**
 * By then the receiver has stopped asking for packets of the large layer, which fill a thin line longer
 * than the small layer does.
 */
const ASK_AGAIN_MS = 1_000;

type Watched = Pick<types.Consumer, 'on' | 'observer' | 'requestKeyFrame'>;

/**
 * Asks for one more key frame after a thin line made a picture smaller. What is lost in that moment is
 * often lost for good, and a browser that misses one packet after the key frame of the small layer
 * stands still for three seconds before it asks.
 */
export function askAgainAfterDrops(consumer: Watched): void {
  let layer = -1;
  let timer: NodeJS.Timeout | undefined;
  consumer.on('layerschange', (layers) => {
    const now = layers?.spatialLayer ?? -1;
    const isDrop = now >= 0 && now < layer;
    layer = now;
    if (!isDrop) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      consumer.requestKeyFrame().catch(() => {
        // The track closed meanwhile.
      });
    }, ASK_AGAIN_MS);
  });
  consumer.observer.once('close', () => clearTimeout(timer));
}
