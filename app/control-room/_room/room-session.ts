/** What the page knows of the session; times are ISO texts. */
export interface RoomSession {
  id: string;
  name: string;
  conferenceName: string;
  startsAt: string;
  agenda: readonly RoomAgendaItem[];
}

export interface RoomAgendaItem {
  id: string;
  title: string;
  speaker: string;
  /** When it begins by the plan, ISO. */
  startsAt: string;
  endsAt: string;
  /** When the director last said that it began, ISO. */
  begunAt: string | null;
}
