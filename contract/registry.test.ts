import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from './command.ts';
import type { EventDefinition } from './event.ts';
import { COMMANDS, EVENTS } from './registry.ts';

const commands: [string, CommandDefinition][] = Object.entries(COMMANDS);
const events: [string, EventDefinition][] = Object.entries(EVENTS);

describe('the contract', () => {
  it.each(commands)(
    '%s has a name, a sentence and an example that fit its schemas',
    (name, command) => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*$/);
      expect(command.summary).toMatch(/^[A-Z].*\.$/);
      expect(command.input.safeParse(command.example.input).error).toBeUndefined();
      expect(command.output.safeParse(command.example.output).error).toBeUndefined();
    },
  );

  it.each(events)('%s has an example that fits its schema', (_name, event) => {
    expect(event.payload.safeParse(event.example).error).toBeUndefined();
  });
});
