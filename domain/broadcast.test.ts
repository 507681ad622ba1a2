import { describe, expect, it } from 'vitest';
import { addressFault, shownAddress } from './broadcast.ts';

describe('addressFault', () => {
  it.each([
    ['RTMP', 'rtmp://live.example.vn/app/khoa', null],
    ['RTMP', 'rtmps://live.example.vn:443/app/khoa', null],
    ['SRT', 'srt://203.0.113.5:9000?passphrase=muoikytutrolen', null],
    ['RECORDING', null, null],
    ['RTMP', null, 'NO_ADDRESS'],
    ['RTMP', 'live.example.vn', 'NO_ADDRESS'],
    ['RTMP', 'rtmp://', 'NO_ADDRESS'],
    ['RTMP', 'https://live.example.vn/app', 'WRONG_PROTOCOL'],
    ['RTMP', 'file:///etc/passwd', 'NO_ADDRESS'],
    ['SRT', 'rtmp://live.example.vn/app/khoa', 'WRONG_PROTOCOL'],
    ['RTMP', 'rtmp://live.example.vn/', 'NO_PATH'],
    ['SRT', 'srt://203.0.113.5', 'NO_PORT'],
    ['SRT', 'srt://203.0.113.5:9000?mode=caller&latency=300', null],
    ['SRT', 'srt://0.0.0.0:9000?mode=listener', 'NOT_CALLED'],
    ['SRT', 'srt://203.0.113.5:9000?mode=rendezvous', 'NOT_CALLED'],
    ['RTMP', 'rt\nmp://live.example.vn/app/khoa', 'NO_ADDRESS'],
    ['RTMP', 'rtmp://live.example.vn/app/khoa\nrtmp_tcurl=x', 'NO_ADDRESS'],
    ['RTMP', 'rtmp://live.example.vn/app/khoa live=1', 'NO_ADDRESS'],
    ['RTMP', 'concat:/etc/passwd|rtmp://live.example.vn/app', 'NO_ADDRESS'],
    ['RTMP', 'tcp://127.0.0.1:5432', 'WRONG_PROTOCOL'],
    ['SRT', 'unix:/run/some.sock', 'NO_ADDRESS'],
    ['RECORDING', 'rtmp://live.example.vn/app', 'NOT_NEEDED'],
  ] as const)('%s %s: %s', (kind, address, fault) => {
    expect(addressFault(kind, address)).toBe(fault);
  });
});

describe('shownAddress', () => {
  it('keeps the key to itself', () => {
    expect(shownAddress('rtmp://live.example.vn:1935/app/khoa-bi-mat')).toBe(
      'rtmp://live.example.vn:1935/…',
    );
    expect(shownAddress('srt://dai:mat@203.0.113.5:9000?passphrase=bimat')).toBe(
      'srt://203.0.113.5:9000/…',
    );
  });
});
