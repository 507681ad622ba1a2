import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandAnswer } from '#contract/command.ts';
import { ERRORS } from '#contract/errors.ts';
import type { CommandName } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import type { Actor } from '#domain/actor.ts';
import { handle } from '../commands/handler.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { COMMAND_WALKS } from './command-table.ts';
import { malformedInputs, MALFORMED_REQUESTS } from './malformed.ts';
import { WALKERS } from './roles.ts';
import { COMMAND_NAMES, mayCall, withoutEffects } from './walk-commands.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let round: Round;
let test: ReturnType<typeof createTestExecute>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 4 });
  round = await seedRound(database.db);
  test = createTestExecute({ ...database, db: withoutEffects(database.db) });
});
afterAll(async () => {
  await test.close();
  await database.close();
  await testDatabase.drop();
});

/** Somebody who may send the command: malformed input must not hide behind a refusal. */
function senderOf(name: CommandName): Actor {
  const walker = WALKERS.find((candidate) => mayCall(name, candidate));
  if (!walker) throw new Error(`nobody may call ${name}`);
  return walker.actor(round);
}

function send(name: CommandName, request: unknown, execute = test.execute) {
  return execute({
    name,
    request,
    actor: senderOf(name),
    clientAddress: '127.0.0.1',
    origin: 'http://localhost',
    subscriber: null,
    cookies: null,
  });
}

/** What is wrong with an answer to malformed input; null when it is a refusal that says what to do. */
function flawOf(answer: CommandAnswer<unknown>): string | null {
  if (answer.ok) return null;
  if (!(answer.code in ERRORS)) return `unknown code ${answer.code}`;
  if (answer.code === 'INTERNAL') return 'an error of the server, not of the sender';
  return answer.message && answer.messageEn ? null : 'no sentence';
}

async function flawsOf(name: CommandName, execute = test.execute): Promise<string[]> {
  const valid = COMMAND_WALKS[name].input(round);
  const requests = [
    ...malformedInputs(valid).map((input) => ({ commandId: randomUUID(), input })),
    ...MALFORMED_REQUESTS,
  ];
  const flaws = new Set<string>();
  for (const request of requests) {
    const flaw = flawOf(await send(name, request, execute));
    if (flaw) flaws.add(`${flaw}: ${JSON.stringify(request).slice(0, 200)}`);
  }
  return [...flaws];
}

/** Rows of every table that is the product's memory. */
async function rowCounts(): Promise<unknown> {
  const { rows } = await database.db.execute(sql`
    select table_name, (xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I', table_name), false, true, '')))[1]::text as rows
    from information_schema.tables where table_schema = 'public' order by table_name`);
  return rows;
}

describe('the fuzz walk', () => {
  it.each(COMMAND_NAMES)('%s answers malformed input by a code', async (name) => {
    expect(await flawsOf(name)).toEqual([]);
  });

  it('wrote nothing', async () => {
    const before = await rowCounts();
    for (const name of COMMAND_NAMES) {
      for (const request of MALFORMED_REQUESTS) await send(name, request);
    }
    expect(await rowCounts()).toEqual(before);
  });

  it('finds a planted handler that trips over its input', async () => {
    const planted = handle('conference:archive', {
      scope: () => ({ conferenceId: round.near.conferenceId }),
      run: () => {
        throw new TypeError('undefined is not a function');
      },
    });
    const careless = createTestExecute(database, { 'conference:archive': planted });
    const flaws = await flawsOf('conference:archive', careless.execute);
    await careless.close();
    expect(flaws[0]).toContain('an error of the server');
  });
});
