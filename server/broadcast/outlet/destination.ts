import type { OutletWish } from '../../broadcast-link/broadcast-port.ts';

/** What opens a destination stands apart from what names it. */
export interface Destination {
  /** Without what opens it. */
  address: string;
  /** `option=value` of ffmpeg. */
  secretOptions: string[];
}

const SECRET_PARAMETERS = ['passphrase', 'streamid'];

/** Takes the key out of an address of RTMP, and the passphrase and the stream’s name out of one of SRT. */
export function destinationOf({
  kind,
  address,
}: Pick<OutletWish, 'kind' | 'address'>): Destination {
  // No line of an option ever becomes two.
  const whole = (address ?? '').replaceAll(/[\u0000-\u0020\u007f]/g, '');
  if (kind === 'SRT') return srtDestination(whole);
  return rtmpDestination(whole);
}

/** `rtmp://server/application[/instance]/key`, parted as ffmpeg does (libavformat/rtmpproto.c). */
function rtmpDestination(address: string): Destination {
  const [, server, place] = /^(rtmps?:\/\/[^/?]+)\/(.+)$/.exec(address) ?? [];
  if (server === undefined || place === undefined) return { address, secretOptions: [] };
  const [named = ''] = place.split('?');
  const parts = named.split('/');
  const application = parts.slice(0, parts.length > 2 ? 2 : 1).join('/');
  const key = place.slice(application.length + 1);
  const keys = key === '' ? [] : [`rtmp_playpath=${key}`];
  return { address: `${server}/`, secretOptions: [`rtmp_app=${application}`, ...keys] };
}

function srtDestination(whole: string): Destination {
  const [place = '', query = ''] = whole.split(/\?(.*)/s);
  const parameters = query.split('&').filter((one) => one !== '');
  const nameOf = (parameter: string) => parameter.split('=')[0]!;
  const isSecret = (parameter: string) => SECRET_PARAMETERS.includes(nameOf(parameter));
  const open = parameters.filter((parameter) => !isSecret(parameter));
  return {
    address: open.length === 0 ? place : `${place}?${open.join('&')}`,
    secretOptions: parameters.filter(isSecret).map((parameter) => {
      const value = parameter.slice(nameOf(parameter).length + 1);
      // Of these two, ffmpeg reads only the stream’s name as an encoded one.
      return `${nameOf(parameter)}=${nameOf(parameter) === 'streamid' ? decoded(value) : value}`;
    }),
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value).replaceAll(/[\r\n]/g, '');
  } catch {
    return value;
  }
}
