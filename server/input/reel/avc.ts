/** H.264 as Matroska keeps it (ISO/IEC 14496-15): units with their length before them. */

/** @returns the units of one frame, without parameter sets, delimiters and remarks */
export function unitsOfAvc(frame: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = 0; at + 4 < frame.length;) {
    const length = frame.readUInt32BE(at);
    const unit = frame.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    const type = unit[0]! & 0x1f;
    if (type === 1 || type === 5) units.push(unit);
  }
  return units;
}

/** @returns the parameter sets of a decoder configuration record, sequence before picture */
export function parameterSetsOf(record: Buffer): Buffer[] {
  const sets: Buffer[] = [];
  let at = 6;
  const take = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const length = record.readUInt16BE(at);
      sets.push(record.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  };
  take(record[5]! & 0x1f);
  at += 1;
  take(record[at - 1]!);
  return sets;
}
