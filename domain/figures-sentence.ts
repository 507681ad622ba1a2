import { presentShare } from './figures.ts';
import type { FigureCounts, SiteTier } from './figures.ts';
import { formatCount } from './text/number-format.ts';

export type FigureLanguage = 'vi' | 'en';

const TIERS = ['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'] as const satisfies readonly SiteTier[];

const TIER_WORDS: Record<FigureLanguage, Record<SiteTier, (count: string) => string>> = {
  vi: {
    CENTRAL: (count) => `${count} điểm cầu trung tâm`,
    DISTRICT: (count) => `${count} điểm cầu cấp huyện`,
    COMMUNE: (count) => `${count} điểm cầu cấp xã`,
    OTHER: (count) => `${count} điểm cầu khác`,
  },
  en: {
    CENTRAL: (count) => `${count} central`,
    DISTRICT: (count) => `${count} at district level`,
    COMMUNE: (count) => `${count} at commune level`,
    OTHER: (count) => `${count} other`,
  },
};

/** `51.962` in Vietnamese, `51,962` in English. */
export function writeCount(count: number, language: FigureLanguage): string {
  const written = formatCount(count);
  return language === 'vi' ? written : written.replaceAll('.', ',');
}

/** `9916` → `99,16%` in Vietnamese, `99.16%` in English; `–` when there is nobody to count. */
export function writeShare(hundredths: number | null, language: FigureLanguage): string {
  if (hundredths === null) return '–';
  const cents = String(hundredths % 100).padStart(2, '0');
  return `${Math.floor(hundredths / 100)}${language === 'vi' ? ',' : '.'}${cents}%`;
}

/**
 * What the announcer reads of the plan: "766 điểm cầu, trong đó 1 điểm cầu trung tâm, …, với 51.962
 * đại biểu". Levels without a hall are not named.
 */
export function planSentence(
  plan: { tiers: Iterable<SiteTier>; summoned: number },
  language: FigureLanguage,
): string {
  const counts = new Map<SiteTier, number>();
  for (const tier of plan.tiers) counts.set(tier, (counts.get(tier) ?? 0) + 1);
  const halls = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = TIERS.filter((tier) => counts.has(tier)).map((tier) =>
    TIER_WORDS[language][tier](writeCount(counts.get(tier) ?? 0, language)),
  );
  const delegates = writeCount(plan.summoned, language);
  if (language === 'vi') {
    const among = parts.length > 1 ? `, trong đó ${joinList(parts, 'và')}` : '';
    return `${writeCount(halls, 'vi')} điểm cầu${among}, với ${delegates} đại biểu`;
  }
  const among = parts.length > 1 ? ` (${joinList(parts, 'and')})` : '';
  const hallWord = halls === 1 ? 'hall' : 'halls';
  return `${writeCount(halls, 'en')} ${hallWord}${among}, ${delegates} delegates`;
}

/** What the announcer reads of the count: "có mặt 35.599/35.900, đạt 99,16%". */
export function presentSentence(counts: FigureCounts, language: FigureLanguage): string {
  const present = writeCount(counts.present, language);
  const summoned = writeCount(counts.summoned, language);
  const share = writeShare(presentShare(counts), language);
  return language === 'vi'
    ? `có mặt ${present}/${summoned}, đạt ${share}`
    : `${present} of ${summoned} present, ${share}`;
}

/** "a, b và c" */
function joinList(parts: string[], and: string): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${and} ${last}`;
}
