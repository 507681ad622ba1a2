import type { CommandInput } from '#contract/registry.ts';

export type AgendaFields = Omit<CommandInput<'agenda-item:create'>, 'sessionId'>;
export interface AgendaEntry extends AgendaFields {
  id: string;
}

export interface SessionView {
  id: string;
  name: string;
  startsAtMs: number;
  endsAtMs: number;
  lateAfterMs: number;
  items: AgendaEntry[];
}

export interface ConferenceView {
  id: string;
  startsOn: string;
  endsOn: string;
}

export type Access = 'edit' | 'read';
