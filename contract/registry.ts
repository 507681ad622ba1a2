import type { z } from 'zod';
import type { CommandAnswer, CommandRequest } from './command.ts';
import { accountCommands } from './account.ts';
import { broadcastCommands, broadcastEvents } from './broadcast.ts';
import { checkInCommands, checkInEvents } from './check-in.ts';
import { conferenceCommands } from './conference.ts';
import { delegateCommands } from './delegate.ts';
import { controlRoomCommands, controlRoomEvents } from './control-room.ts';
import { deviceCommands } from './device.ts';
import { figuresCommands, figuresEvents } from './figures.ts';
import { followingCommands } from './following.ts';
import { hallCommands, hallEvents } from './hall.ts';
import { importCommands } from './import.ts';
import { inputCommands, inputEvents } from './input.ts';
import { lineCommands } from './line.ts';
import { programmeCommands, programmeEvents } from './programme.ts';
import { recordingCommands, recordingEvents } from './recording.ts';
import { siteCommands } from './site.ts';
import { speakerCommands } from './speaker.ts';
import { unitCommands } from './unit.ts';

/** Every command there is. The server refuses to start while one of them has no handler. */
export const COMMANDS = {
  ...accountCommands,
  ...broadcastCommands,
  ...checkInCommands,
  ...conferenceCommands,
  ...controlRoomCommands,
  ...delegateCommands,
  ...deviceCommands,
  ...figuresCommands,
  ...followingCommands,
  ...hallCommands,
  ...importCommands,
  ...inputCommands,
  ...lineCommands,
  ...programmeCommands,
  ...recordingCommands,
  ...siteCommands,
  ...speakerCommands,
  ...unitCommands,
};

/** Every event the server sends. */
export const EVENTS = {
  ...broadcastEvents,
  ...checkInEvents,
  ...controlRoomEvents,
  ...figuresEvents,
  ...hallEvents,
  ...inputEvents,
  ...programmeEvents,
  ...recordingEvents,
};

export type CommandName = keyof typeof COMMANDS;
export type CommandInput<N extends CommandName> = z.input<(typeof COMMANDS)[N]['input']>;
export type CommandParsedInput<N extends CommandName> = z.output<(typeof COMMANDS)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof COMMANDS)[N]['output']>;

export type EventName = keyof typeof EVENTS;
export type EventPayload<N extends EventName> = (typeof EVENTS)[N] extends {
  payload: infer P extends z.ZodType;
}
  ? z.output<P>
  : never;

/** Socket.IO's types of the client-to-server side: one socket event a command. */
export type ClientToServerEvents = {
  [N in CommandName]: (
    request: CommandRequest<CommandInput<N>>,
    acknowledge: (answer: CommandAnswer<CommandOutput<N>>) => void,
  ) => void;
};

export type ServerToClientEvents = {
  [N in EventName]: (payload: EventPayload<N>) => void;
};
