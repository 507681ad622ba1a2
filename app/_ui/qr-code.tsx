import { create } from 'qrcode';

interface QrCodeProps {
  text: string;
  /** What it is, for those who can't see it. */
  label: string;
  className?: string;
}

/** Light modules around the code, without which scanners don't find it. */
const QUIET_ZONE = 3;

/** A QR code as one path: sharp on a phone, a sheet of paper and a wall; black on white in both themes. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const side = size + 2 * QUIET_ZONE;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (modules.get(row, column)) path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
    }
  }
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} className={className}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
