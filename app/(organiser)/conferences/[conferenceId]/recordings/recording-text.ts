/** Time within a recording: "1:02:03", "02:03". */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = `${two(minutes)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** In the unit in which people know files: at least one digit before the point. */
export function sizeOf(bytes: number): { value: number; unit: 'kB' | 'MB' | 'GB' } {
  if (bytes >= 1e9) return { value: bytes / 1e9, unit: 'GB' };
  return bytes >= 1e6 ? { value: bytes / 1e6, unit: 'MB' } : { value: bytes / 1e3, unit: 'kB' };
}

export function recordingUrl(recordingId: string, file: string): string {
  return `/api/recordings/${recordingId}/${file}`;
}
