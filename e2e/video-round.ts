import type { Browser, BrowserContext, Page } from '@playwright/test';
import { enrolDevice } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import { giveCamera } from './filmed-hall.ts';
import type { FilmedHall } from './filmed-hall.ts';
import { must, openSession } from './round-of-commands.ts';
import { watchPeers } from './watched-peers.ts';

/** A conference with one open session and three halls that join by video. */
export interface VideoRound {
  conferenceId: string;
  sessionId: string;
  centreId: string;
  firstId: string;
  secondId: string;
}

export async function openVideoRound(administrator: HttpIdentity): Promise<VideoRound> {
  const named = { name: 'Hội nghị thử hình', helpPhone: '024 3825 0000' };
  const { conferenceId, sessionId } = await openSession(administrator, named);
  const site = async (code: string, name: string, tier: 'CENTRAL' | 'COMMUNE') => {
    const fields = { conferenceId, code, name, tier, mode: 'ONLINE' as const, unitId: null };
    const nobody = { parentSiteId: null, contactName: '', contactPhone: '', plannedCount: null };
    return (await must(administrator, 'site:create', { ...fields, ...nobody })).id;
  };
  return {
    conferenceId,
    sessionId,
    centreId: await site('TT', 'Điểm cầu Trung tâm', 'CENTRAL'),
    firstId: await site('HN-01', 'Điểm cầu Phường Ba Đình', 'COMMUNE'),
    secondId: await site('HN-02', 'Điểm cầu Phường Hoàn Kiếm', 'COMMUNE'),
  };
}

/** A hall's machine: a browser enrolled as its console, with a filmed camera. */
export interface HallMachine {
  context: BrowserContext;
  page: Page;
  device: HttpIdentity;
}

export async function placeMachine(
  browser: Browser,
  given: {
    administrator: HttpIdentity;
    siteId: string;
    film: FilmedHall;
    deviceKind?: 'CONSOLE' | 'PROJECTOR';
  },
): Promise<HallMachine> {
  const { administrator, siteId, film, deviceKind = 'CONSOLE' } = given;
  const device = await enrolDevice(administrator, { siteId, deviceKind, label: 'Máy thử' });
  const context = await browser.newContext({ viewport: { width: 800, height: 500 } });
  await giveCamera(context, film);
  await watchPeers(context);
  const cookies = device.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: administrator.origin };
  });
  await context.addCookies(cookies);
  return { context, page: await context.newPage(), device };
}
