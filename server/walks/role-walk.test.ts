import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandName } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { handle } from '../commands/handler.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { COMMAND_WALKS } from './command-table.ts';
import { COMMAND_NAMES, walkCommand, withoutEffects } from './walk-commands.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let round: Round;
let test: Awaited<ReturnType<typeof createTestExecute>>;

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

describe('the role walk', () => {
  it.each(COMMAND_NAMES)('%s obeys the permission table, for the row it touches', async (name) => {
    expect(await walkCommand(name, { execute: test.execute, round })).toEqual([]);
  });

  it('is open to nobody but where a secret in the input proves the sender', () => {
    const open = COMMAND_NAMES.filter((name) => COMMAND_WALKS[name].row === 'public');
    expect(open).toEqual([
      'account:sign-in',
      'account:sign-out',
      'account:accept-link',
      'device:enrol',
    ] satisfies CommandName[]);
  });

  it('finds a planted command that looks at the sender instead of the row', async () => {
    const planted = handle('site:remove', {
      scope: (_input, { actor }) =>
        actor.kind === 'account' && actor.grants[0]?.scope.kind === 'CONFERENCE'
          ? { conferenceId: actor.grants[0].scope.conferenceId }
          : { shared: true, conferenceId: round.near.conferenceId },
      run: () => ({}),
    });
    const unguarded = createTestExecute(database, { 'site:remove': planted });
    const findings = await walkCommand('site:remove', { execute: unguarded.execute, round });
    await unguarded.close();
    expect(findings).toContain('site:remove: ORGANISER of another conference was let in (ok)');
    expect(findings).toContain('site:remove: ORGANISER of the unit beside was let in (ok)');
  });
});
