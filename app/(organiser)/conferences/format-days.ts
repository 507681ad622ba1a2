/** `01/12/2026` or `01/12/2026 – 02/12/2026`, of days written `yyyy-MM-dd`. */
export function formatDays({ startsOn, endsOn }: { startsOn: string; endsOn: string }): string {
  const first = formatDay(startsOn);
  return startsOn === endsOn ? first : `${first} – ${formatDay(endsOn)}`;
}

/** `2026-12-01` → `01/12/2026` */
export function formatDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${year}`;
}
