import type { types } from 'mediasoup';
import type { SendTrack } from '../media-link/media-port.ts';
import type { Line } from './line.ts';

export type TrackKind = SendTrack['kind'];

/** One source as it is sent now. It belongs to the line that sent last. */
interface Source {
  sourceId: string;
  line: Line;
  tracks: Map<TrackKind, types.Producer>;
}

export interface SentSource {
  sourceId: string;
  lineId: string;
  siteId: string | null;
  hasPicture: boolean;
  hasSound: boolean;
}

/**
 * A session's sources. A track leaves by closing, for whatever reason; a source without a track is
 * forgotten. Listeners hear of every track that appears, is replaced or ends.
 */
export class SourceDirectory {
  readonly #sources = new Map<string, Source>();
  readonly #listeners = new Set<(sourceId: string) => void>();

  onChanged(listener: (sourceId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a new track. An earlier one of that source and kind ends, and all of another line's. */
  put(track: { sourceId: string; line: Line; kind: TrackKind; producer: types.Producer }): void {
    const { sourceId, line, kind, producer } = track;
    const before = this.#sources.get(sourceId);
    const source: Source = before?.line === line ? before : { sourceId, line, tracks: new Map() };
    const replaced =
      source === before ? [source.tracks.get(kind)] : [...(before?.tracks.values() ?? [])];
    source.tracks.set(kind, producer);
    this.#sources.set(sourceId, source);
    producer.observer.once('close', () => this.#leave(source, { kind, producer }));
    for (const earlier of replaced) earlier?.close();
    this.#tell(sourceId);
  }

  /** The track and the line it comes by; null when the source sends none. */
  track(sourceId: string, kind: TrackKind): { producer: types.Producer; line: Line } | null {
    const source = this.#sources.get(sourceId);
    const producer = source?.tracks.get(kind);
    return source && producer ? { producer, line: source.line } : null;
  }

  /** The source that the line sends with that producer; null when there is none. */
  sourceOf(sent: { line: Line; producerId: string }): string | null {
    for (const { sourceId, line, tracks } of this.#sources.values()) {
      const producerIds = [...tracks.values()].map(({ id }) => id);
      if (line === sent.line && producerIds.includes(sent.producerId)) return sourceId;
    }
    return null;
  }

  find(sourceId: string): SentSource | null {
    const source = this.#sources.get(sourceId);
    if (!source) return null;
    const { lineId, siteId } = source.line.facts;
    const hasPicture = source.tracks.has('PICTURE');
    return { sourceId, lineId, siteId, hasPicture, hasSound: source.tracks.has('SOUND') };
  }

  all(): SentSource[] {
    return [...this.#sources.keys()].map((sourceId) => this.find(sourceId)!);
  }

  #leave(source: Source, { kind, producer }: { kind: TrackKind; producer: types.Producer }): void {
    if (source.tracks.get(kind) !== producer) return;
    source.tracks.delete(kind);
    if (this.#sources.get(source.sourceId) !== source) return;
    if (source.tracks.size === 0) this.#sources.delete(source.sourceId);
    this.#tell(source.sourceId);
  }

  #tell(sourceId: string): void {
    for (const listener of [...this.#listeners]) listener(sourceId);
  }
}
