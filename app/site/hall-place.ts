import type { DoorSession } from './session-choice.ts';

/** The hall that a console, a studio or a projector stands in, as the server's page hands it on. */
export interface HallPlace {
  siteId: string;
  siteName: string;
  conferenceName: string;
  helpPhone: string;
  sessions: DoorSession[];
}
