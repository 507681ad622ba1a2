/**
 * Who may open the watch page: nobody but those who direct, the halls by their codes, whoever has its link,
 * or everybody, by a list of what is on. Each lets in those before it too.
 */
export const WATCH_ACCESSES = ['CLOSED', 'HALLS', 'LINK', 'PUBLIC'] as const;
export type WatchAccess = (typeof WATCH_ACCESSES)[number];

/** Where an organiser can send the signal, besides the watch page. */
export const OUTLET_KINDS = ['RTMP', 'SRT', 'RECORDING'] as const;
export type OutletKind = (typeof OUTLET_KINDS)[number];

/** What is sent: the programme with names and notices, or the same picture without words (clean feed). */
export const SIGNAL_KINDS = ['WORDED', 'CLEAN'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** The signal can be held back for as long, so that a station can still cut something out. */
export const MOST_DELAY_SECONDS = 60;

/** As many sources of a session are recorded by themselves, unless the operator says otherwise. */
export const USUAL_ISOLATED_SOURCES = 4;

/** What was asked, as far as it makes sense: a recording is cut afterwards. */
export function delayOf(kind: OutletKind, seconds: number): number {
  return kind === 'RECORDING' ? 0 : Math.min(Math.max(0, Math.round(seconds)), MOST_DELAY_SECONDS);
}

const PROTOCOLS = { RTMP: ['rtmp:', 'rtmps:'], SRT: ['srt:'] } as const;

/** What is wrong with an address; null when nothing is. */
export type AddressFault =
  'NO_ADDRESS' | 'NOT_NEEDED' | 'WRONG_PROTOCOL' | 'NO_PATH' | 'NO_PORT' | 'NOT_CALLED';

/**
 * Checks where a signal is to be sent: an RTMP address has a path (its application and key), an SRT
 * address has a port, at which somebody else listens; a recording stays on this machine.
 */
export function addressFault(kind: OutletKind, address: string | null): AddressFault | null {
  if (kind === 'RECORDING') return address === null ? null : 'NOT_NEEDED';
  const url = address === null || /[\s\p{Cc}]/u.test(address) ? null : parse(address);
  if (!url || url.hostname === '') return 'NO_ADDRESS';
  if (!PROTOCOLS[kind].some((protocol) => protocol === url.protocol)) return 'WRONG_PROTOCOL';
  if (kind === 'RTMP' && url.pathname.replaceAll('/', '') === '') return 'NO_PATH';
  if (kind === 'SRT' && url.port === '') return 'NO_PORT';
  // Nothing listens here for strangers.
  if (kind === 'SRT' && (url.searchParams.get('mode') ?? 'caller') !== 'caller')
    return 'NOT_CALLED';
  return null;
}

/** The address without what opens it: its path, its parameters and its password. */
export function shownAddress(address: string): string {
  const url = parse(address);
  return url ? `${url.protocol}//${url.host}/…` : '…';
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
