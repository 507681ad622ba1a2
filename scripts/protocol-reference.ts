import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { CommandDefinition } from '#contract/command.ts';
import { ERRORS } from '#contract/errors.ts';
import type { EventDefinition } from '#contract/event.ts';
import { COMMANDS, EVENTS } from '#contract/registry.ts';
import { PERMISSIONS } from '#domain/permissions.ts';

export const REFERENCE_FILE = path.join(import.meta.dirname, '../docs/protocol-reference.md');

/** The reference of all commands, events and codes, written from the contract itself. */
export function protocolReference(): string {
  return [
    '# Protocol reference',
    '',
    'Generated from `contract/` by `npm run protocol`; read [protocol.md](protocol.md) first.',
    '',
    '## Commands',
    ...sorted(COMMANDS).flatMap(([name, command]) => describeCommand(name, command)),
    '',
    '## Events',
    ...sorted(EVENTS).flatMap(([name, event]) => describeEvent(name, event)),
    '',
    '## Codes',
    '',
    '| code | sentence |',
    '|---|---|',
    ...sorted(ERRORS).map(([code, text]) => `| \`${code}\` | ${text.en}<br>${text.vi} |`),
    '',
  ].join('\n');
}

function describeCommand(name: string, command: CommandDefinition): string[] {
  const isNatural = command.kind === 'write' && command.idempotency === 'natural';
  const kind = command.kind === 'read' ? 'read' : isNatural ? 'write, natural' : 'write, commandId';
  return [
    '',
    `### ${name}`,
    '',
    command.summary,
    '',
    `*${kind}* · permission \`${command.permission}\`: ${PERMISSIONS[command.permission].join(', ')}`,
    ...schemaBlock('Input', z.toJSONSchema(command.input, { io: 'input', unrepresentable: 'any' })),
    ...example({ input: command.example.input, data: command.example.output }),
  ];
}

function describeEvent(name: string, event: EventDefinition): string[] {
  return [
    '',
    `### ${name}`,
    '',
    event.summary,
    ...schemaBlock('Payload', z.toJSONSchema(event.payload, { unrepresentable: 'any' })),
    ...example(event.example),
  ];
}

function schemaBlock(title: string, schema: object): string[] {
  const { $schema: _, ...shape } = schema as Record<string, unknown>;
  return [
    '',
    `<details><summary>${title} (JSON Schema)</summary>`,
    '',
    '```json',
    JSON.stringify(shape, null, 1),
    '```',
    '',
    '</details>',
  ];
}

function example(value: unknown): string[] {
  return ['', '```json', JSON.stringify(value, null, 2), '```'];
}

function sorted<T>(table: Record<string, T>): [string, T][] {
  return Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
}

if (import.meta.main) writeFileSync(REFERENCE_FILE, protocolReference());
