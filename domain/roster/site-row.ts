/** One row of a hall list, with its doubts. */
import { foldWords } from '../text/fold.ts';
import type { SheetRow } from './cell.ts';
import { readPhoneField } from './delegate-row.ts';
import type { RowReading } from './delegate-row.ts';
import type { Directory } from './directory.ts';
import type { Decisions } from './doubt.ts';
import type { Layout } from './layout.ts';
import { findReference } from './reference.ts';
import { RowScribe } from './row-scribe.ts';

export type SiteTier = 'CENTRAL' | 'DISTRICT' | 'COMMUNE' | 'OTHER';
export type SiteMode = 'ONLINE' | 'TV_ONLY' | 'HYBRID';

export interface SiteEntry {
  code: string;
  name: string;
  tier: SiteTier;
  mode: SiteMode;
  unitId: string | null;
  unitLabel: string;
  contactName: string;
  contactPhone: string;
  /** '' for a hall that stands under no other. */
  parentCode: string;
  plannedCount: number | null;
}

export interface SiteContext {
  layout: Layout;
  decisions: Decisions;
  units: Directory;
}

/** Reads one row; never throws: whatever is wrong becomes a doubt. */
export function readSiteRow(row: SheetRow, context: SiteContext): RowReading<SiteEntry> {
  const scribe = new RowScribe({ row, layout: context.layout, decisions: context.decisions });
  if (row.isHidden) scribe.doubt('HIDDEN_ROW');
  const code = scribe.text('code');
  const name = scribe.text('name');
  const isRefused = scribe.doubts.some((doubt) => doubt.severity === 'refuse');
  if (code === '' && !isRefused)
    scribe.doubt('SITE_CODE_MISSING', { column: scribe.column('code') });
  if (name === '' && !isRefused)
    scribe.doubt('SITE_NAME_MISSING', { column: scribe.column('name') });
  const unit = findReference(scribe, { directory: context.units, noun: 'UNIT' });
  const entry: SiteEntry = {
    code,
    name,
    tier: readTier(scribe, name),
    mode: readMode(scribe),
    unitId: unit?.id ?? null,
    unitLabel: unit?.name ?? '',
    contactName: scribe.text('contactName'),
    contactPhone: readPhoneField(scribe, 'contactPhone'),
    parentCode: scribe.text('parentCode'),
    plannedCount: readPlannedCount(scribe),
  };
  return { entry, doubts: scribe.doubts };
}

const TIER_WORDS: readonly (readonly [RegExp, SiteTier])[] = [
  [/\b(trung tam|central|tp|thanh pho|thanh uy)\b/, 'CENTRAL'],
  [/\b(quan|huyen|thi xa|district)\b/, 'DISTRICT'],
  [/\b(xa|phuong|thi tran|commune|ward)\b/, 'COMMUNE'],
  [/\b(khac|other|co quan|so|ban|doanh nghiep|truong)\b/, 'OTHER'],
];

function tierOf(text: string): SiteTier | null {
  const words = foldWords(text);
  return TIER_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function readTier(scribe: RowScribe, name: string): SiteTier {
  const text = scribe.text('tier');
  const guess = tierOf(name.replace(/^\s*điểm cầu\s*/iu, '')) ?? 'OTHER';
  if (text === '') return guess;
  const tier = tierOf(text);
  if (tier !== null) return tier;
  scribe.doubt('TIER_UNREADABLE', {
    column: scribe.column('tier'),
    value: text,
    suggestion: guess,
  });
  return guess;
}

const MODE_WORDS: readonly (readonly [RegExp, SiteMode])[] = [
  [/\b(ket hop|hybrid|ca hai|truc tuyen va truyen hinh)\b/, 'HYBRID'],
  [/\b(truc tuyen|online|cau truyen hinh|hop truc tuyen|truc tiep)\b/, 'ONLINE'],
  [/\b(truyen hinh|tv|tv only|tivi|xem tv)\b/, 'TV_ONLY'],
];

function readMode(scribe: RowScribe): SiteMode {
  const text = scribe.text('mode');
  if (text === '') return 'ONLINE';
  const words = foldWords(text);
  const mode = MODE_WORDS.find(([pattern]) => pattern.test(words))?.[1];
  if (mode !== undefined) return mode;
  scribe.doubt('MODE_UNREADABLE', {
    column: scribe.column('mode'),
    value: text,
    suggestion: 'ONLINE',
  });
  return 'ONLINE';
}

const MOST_PLANNED = 100_000;

function readPlannedCount(scribe: RowScribe): number | null {
  const text = scribe.text('plannedCount');
  if (text === '') return null;
  const digits = text.replace(/(?<=\d)[.\s](?=\d{3}\b)/g, '');
  if (/^\d+$/.test(digits) && Number(digits) <= MOST_PLANNED) return Number(digits);
  scribe.doubt('PLANNED_COUNT_UNREADABLE', {
    column: scribe.column('plannedCount'),
    value: text,
    suggestion: '',
  });
  return null;
}
