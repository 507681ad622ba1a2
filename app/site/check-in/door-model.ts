import type { CheckInEvent } from '#contract/check-in.ts';
import type { ConnectionState } from '../../_live/connection-state.ts';
import type { Failure } from '../../_live/http-command.ts';
import type { DoorSession } from '../session-choice.ts';
import type { DeliveryStatus } from './delivery.ts';
import type { DeviceSelf, OutboxEntry } from './door-store.ts';
import type { DoorView } from './door-view.ts';

/** What the page shows. Immutable: a new one for every change. */
export interface DoorModel {
  /** `opening`: reading this machine. `empty`: it has never had a list; it needs the network once. */
  phase: 'opening' | 'empty' | 'ready' | 'no-storage';
  self: DeviceSelf | null;
  session: DoorSession | null;
  view: DoorView | null;
  connection: ConnectionState;
  delivery: DeliveryStatus;
  /** Of all sessions and halls: what must reach the centre before this machine may be wiped. */
  undelivered: readonly OutboxEntry[];
  refused: readonly OutboxEntry[];
  recent: readonly OutboxEntry[];
  /** The centre's answer when it does not take this machine. */
  refusal: Failure | null;
}

export interface NewMark {
  subject: CheckInEvent['subject'];
  kind: CheckInEvent['kind'];
  method: CheckInEvent['method'];
  /** Who it is about, for a person. */
  label: string;
  undoesId?: string;
  detail?: CheckInEvent['detail'];
}

export const START: DoorModel = {
  phase: 'opening',
  self: null,
  session: null,
  view: null,
  connection: { kind: 'connecting' },
  delivery: { kind: 'idle' },
  undelivered: [],
  refused: [],
  recent: [],
  refusal: null,
};
