import { CHECK_IN_CODE_LENGTH, checkInCodeFrom } from '#domain/check-in-code.ts';
import cityBodies from './data/city-bodies.json' with { type: 'json' };
import { fictionalPhone, type SeedHall } from './halls.ts';
import { drawName } from './names.ts';
import {
  COMPOSITIONS,
  type Composition,
  type Post,
  type RepeatedPost,
  type SeedCategory,
} from './positions.ts';
import { createPositionWriter, placeKindOf } from './position-text.ts';
import { createRandom, type Random, stableId } from './random.ts';
import { unitId } from './units.ts';

export interface SeedDelegate {
  id: string;
  hallId: string;
  unitId: string;
  category: SeedCategory;
  rosterCode: string;
  checkInCode: string;
  /** Family name first, given name last; NFC. */
  fullName: string;
  position: string;
  phone: string;
  birthYear: number;
  seat: string;
}

const SEATS_PER_ROW = 16;

/**
 * Everyone summoned to the given halls, hall by hall in their order: exactly `invited` people each.
 * Every hall has a sequence of its own, so a change to one hall leaves the others as they were.
 */
export function* createDelegates(
  seed: string,
  halls: readonly SeedHall[],
): Generator<SeedDelegate> {
  const usedCodes = new Set<string>();
  let serial = 0;
  for (const hall of halls) {
    const random = createRandom(`${seed}:delegates:${hall.code}`);
    const write = createPositionWriter({ placeKind: placeKindOf(hall.name), body: '' }, random);
    for (const [index, post] of seatPosts(
      COMPOSITIONS[hall.tier],
      hall.invited,
      random,
    ).entries()) {
      const rosterCode = `${hall.code}-${String(index + 1).padStart(3, '0')}`;
      const [bodyCode, body] = bodyOf(hall, random);
      const birthYear = post.born[0] + random.below(post.born[1] - post.born[0] + 1);
      const gender = random.chance(post.women) ? 'female' : 'male';
      yield {
        id: stableId(`delegate:${rosterCode}`),
        hallId: hall.id,
        unitId: post.position.includes('{body}') ? unitId('PARTY', bodyCode) : hall.unitId,
        category: post.category,
        rosterCode,
        checkInCode: drawCode(random, usedCodes),
        fullName: drawName(random, { gender, birthYear }),
        position: write(post.position, body),
        phone: fictionalPhone(serial++),
        birthYear,
        seat: seatName(index),
      };
    }
  }
}

/** The posts of a hall's seats, in the order of the list: leaders first, members last. */
function seatPosts(composition: Composition, seats: number, random: Random): Post[] {
  const posts: Post[] = composition.fixed.slice(0, seats);
  const draw = ({ positions, ...people }: RepeatedPost): Post => ({
    ...people,
    position: random.pick(positions),
  });
  for (const repeated of composition.repeated) {
    const count = Math.min(Math.round(repeated.share * seats), seats - posts.length);
    for (let index = 0; index < count; index += 1) posts.push(draw(repeated));
  }
  while (posts.length < seats) posts.push(draw(composition.rest));
  return posts;
}

function bodyOf(hall: SeedHall, random: Random): readonly [code: string, name: string] {
  if (hall.tier !== 'CENTRAL') return ['', ''];
  const [code = '', name = ''] = random.pick(cityBodies);
  return [code, name];
}

function drawCode(random: Random, used: Set<string>): string {
  for (;;) {
    const bytes = Uint8Array.from({ length: CHECK_IN_CODE_LENGTH }, () => random.below(256));
    const code = checkInCodeFrom(bytes);
    if (used.has(code)) continue;
    used.add(code);
    return code;
  }
}

/** `A01` … `A16`, `B01` …; after row Z comes AA. */
function seatName(index: number): string {
  const row = Math.floor(index / SEATS_PER_ROW);
  const letters =
    row < 26 ? rowLetter(row) : rowLetter(Math.floor(row / 26) - 1) + rowLetter(row % 26);
  return `${letters}${String((index % SEATS_PER_ROW) + 1).padStart(2, '0')}`;
}

function rowLetter(row: number): string {
  return String.fromCharCode(65 + row);
}
