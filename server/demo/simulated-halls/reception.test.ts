import { describe, expect, it } from 'vitest';
import { writeRtp } from '../../rtp/rtp-packet.ts';
import { writeSenderReport } from '../../rtp/rtcp.ts';
import { Reception } from './reception.ts';

const packet = (sequence: number, isMarker = false) =>
  writeRtp(
    { payloadType: 102, ssrc: 1, isMarker, sequence, timestamp: sequence },
    Buffer.from([0x41, 1, 2]),
  );

describe('the reception of a slot', () => {
  it('counts packets, pictures and gaps, over the end of the numbers too', () => {
    const reception = new Reception();
    for (const sequence of [65_534, 65_535, 0, 2]) reception.take('MAIN', packet(sequence, true));
    expect(reception.of('MAIN')).toMatchObject({ packets: 4, frames: 4, lost: 1 });
  });

  it('takes back a loss when the packet was only late', () => {
    const reception = new Reception();
    for (const sequence of [1, 3, 2, 4]) reception.take('INSET', packet(sequence));
    expect(reception.of('INSET')).toMatchObject({ packets: 4, lost: 0 });
  });

  it('begins to count anew with a new line, and leaves reports out', () => {
    const reception = new Reception();
    reception.take('MAIN', packet(10));
    reception.beginLine('H264');
    reception.take('MAIN', packet(900));
    const report = { ssrc: 1, ntpMs: 0, timestamp: 0, packets: 0, octets: 0 };
    reception.take('MAIN', writeSenderReport(report));
    expect(reception.of('MAIN')).toMatchObject({ packets: 2, lost: 0 });
  });

  it('knows which picture is shown: the way back while the hall itself is on air', () => {
    const reception = new Reception();
    reception.take('MAIN', packet(1));
    expect(reception.shownPicture).toBe(reception.of('MAIN'));
    reception.take('RETURN', packet(1));
    expect(reception.shownPicture).toBe(reception.of('RETURN'));
  });
});
