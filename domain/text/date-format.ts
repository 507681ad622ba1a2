/** Dates in Vietnam's time (UTC+7 all year since 1975), as screens and formal documents write them. */

const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000;

export interface CalendarDate {
  year: number;
  /** 1–12 */
  month: number;
  /** 1–31 */
  day: number;
}

/** The day in Vietnam at a moment given in milliseconds since 1970. */
export function toVietnamDate(momentMs: number): CalendarDate {
  const shifted = new Date(momentMs + VIETNAM_OFFSET_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
  };
}

/** `05/07/2026` */
export function formatDate(momentMs: number): string {
  const { year, month, day } = toVietnamDate(momentMs);
  return `${pad(day)}/${pad(month)}/${year}`;
}

/** `07:05` */
export function formatTime(momentMs: number): string {
  const shifted = new Date(momentMs + VIETNAM_OFFSET_MS);
  return `${pad(shifted.getUTCHours())}:${pad(shifted.getUTCMinutes())}`;
}

/**
 * `ngày 05 tháng 7 năm 2026`: a day below 10 and the months 1 and 2 take a zero, other months do
 * not, so that nobody can add a 1 before them (Decree 30/2020, appendix I).
 */
export function formatFormalDate({ year, month, day }: CalendarDate): string {
  return `ngày ${pad(day)} tháng ${month <= 2 ? pad(month) : month} năm ${year}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
