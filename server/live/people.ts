import { z } from 'zod';
import type { Person } from '#contract/figures.ts';
import { listPeople } from '#db/queries/people.ts';
import type { PeoplePlace, PersonRow } from '#db/queries/people.ts';
import { findSession } from '#db/queries/session.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { actorKey } from '#domain/actor.ts';
import { reachOf } from '#domain/permissions.ts';
import { maskPhone } from '#domain/text/phone.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';

const namePart = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const placeSchema = z.tuple([namePart, namePart, z.uuid()]);

/** The people behind the figures; every look is written down. */
export function createPeopleHandlers(): Handlers<'people:list'> {
  return {
    'people:list': handle('people:list', {
      scope: async ({ sessionId }, context) => ({
        conferenceId: await conferenceOf(sessionId, context),
        shared: true,
      }),
      run: async ({ cursor, limit, ...filter }, context) => {
        const conferenceId = await conferenceOf(filter.sessionId, context);
        const reach = reachOf(context.actor, 'people:read', conferenceId);
        await writeDown(context, filter);
        const rows = await listPeople(context.tx, {
          filter: { ...filter, conferenceId, reach },
          after: cursor === undefined ? null : parseCursor(cursor),
          limit: limit + 1,
        });
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return {
          people: shown.map(toPerson),
          next: rows.length > limit && last ? cursorAfter(last) : null,
        };
      },
    }),
  };
}

/** Which people were looked at, by ids; what was typed may be a name and is not kept. */
async function writeDown(
  context: CommandContext,
  filter: Record<string, string | undefined>,
): Promise<void> {
  const { sessionId, siteId, unitId, categoryId, status } = filter;
  const given = Object.entries({ sessionId, siteId, unitId, categoryId, status });
  await context.tx.insert(auditEntry).values({
    actorKey: actorKey(context.actor),
    action: 'people:list',
    subject: Object.fromEntries(given.filter((entry): entry is [string, string] => !!entry[1])),
  });
}

function toPerson({ id, phone, presentAt, leftEarlyAt, ...row }: PersonRow): Person {
  return {
    ...row,
    delegateId: id,
    maskedPhone: phone === '' ? '' : maskPhone(phone),
    presentAt: presentAt?.toISOString() ?? null,
    leftEarlyAt: leftEarlyAt?.toISOString() ?? null,
  };
}

function cursorAfter({ givenName, familyName, id }: PersonRow): string {
  return Buffer.from(JSON.stringify([givenName, familyName, id])).toString('base64url');
}

/** @throws Refusal INVALID_INPUT when it is not one of ours */
function parseCursor(cursor: string): PeoplePlace {
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    const [givenName, familyName, id] = placeSchema.parse(JSON.parse(text));
    return { givenName, familyName, id };
  } catch {
    throw new Refusal('INVALID_INPUT', { field: 'cursor' });
  }
}

/** @throws Refusal NOT_FOUND */
async function conferenceOf(sessionId: string, context: CommandContext): Promise<string> {
  const session = await findSession(context.tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return session.conferenceId;
}
