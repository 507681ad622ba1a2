import cityBodies from './data/city-bodies.json' with { type: 'json' };
import unitsFrom2025 from './data/units-from-2025-07.json' with { type: 'json' };
import unitsUntil2025 from './data/units-until-2025-06.json' with { type: 'json' };
import { stableId } from './random.ts';

export interface SeedUnit {
  id: string;
  tree: 'PARTY' | 'ADMINISTRATIVE';
  code: string;
  name: string;
  parentId: string | null;
  /** Ids from the root to the unit itself, each followed by '/'. */
  path: string;
  /** `yyyy-MM-dd`, inclusive; null where it always was, or still is. */
  validFrom: string | null;
  validTo: string | null;
  predecessorIds: string[];
}

type Tree = SeedUnit['tree'];
type NewCommune = [code: string, name: string, formerDistrictCode: string, predecessors: string[]];

/** Code of the city's own node, in both trees. */
export const CITY_CODE = 'TU';

const LAST_DAY_OF_DISTRICTS = '2025-06-30';
const FIRST_DAY_OF_126 = '2025-07-01';

/**
 * The city in both trees, before and after 1 July 2025: 30 districts with 579 communes until
 * 2025-06-30, the 126 wards and communes since (resolution 1656/NQ-UBTVQH15), and in the Party
 * tree the 156 bodies of the city, gathered under their blocks. Parents stand before their children.
 *
 * A ward of 2025 inherits the official code of an old one, so its code here carries "-2025".
 * `predecessorIds` are the old units known to have gone into it by code or by name; the full
 * list of 579 is not in the public registers this comes from.
 */
export function createUnits(): SeedUnit[] {
  return (['PARTY', 'ADMINISTRATIVE'] as const).flatMap(createTree);
}

/** The id of a unit by tree and code, as `createUnits` makes it. */
export function unitId(tree: Tree, code: string): string {
  return stableId(`unit:${tree}:${code}`);
}

function createTree(tree: Tree): SeedUnit[] {
  const titled = (name: string) => (tree === 'PARTY' ? partyName(name) : name);
  const city = makeUnit(tree, CITY_CODE, titled('Thành phố Hà Nội'));
  const units = [city];
  for (const { code, name, communes } of unitsUntil2025) {
    const district = { ...childOf(city, code, titled(name)), validTo: LAST_DAY_OF_DISTRICTS };
    units.push(district);
    for (const [communeCode = '', communeName = ''] of communes) {
      const commune = childOf(district, communeCode, titled(communeName));
      units.push({ ...commune, validTo: LAST_DAY_OF_DISTRICTS });
    }
  }
  for (const [code, name, , predecessors] of unitsFrom2025 as unknown as NewCommune[]) {
    units.push({
      ...childOf(city, `${code}-2025`, titled(name)),
      validFrom: FIRST_DAY_OF_126,
      predecessorIds: predecessors.map((old) => unitId(tree, old)),
    });
  }
  if (tree === 'PARTY') {
    const byCode = new Map([[CITY_CODE, city]]);
    for (const [code = '', name = '', parentCode = ''] of cityBodies) {
      const body = childOf(byCode.get(parentCode)!, code, titled(name));
      byCode.set(code, body);
      units.push(body);
    }
  }
  return units;
}

function makeUnit(tree: Tree, code: string, name: string): SeedUnit {
  const id = unitId(tree, code);
  return {
    id,
    tree,
    code,
    name,
    parentId: null,
    path: `${id}/`,
    validFrom: null,
    validTo: null,
    predecessorIds: [],
  };
}

function childOf(parent: SeedUnit, code: string, name: string): SeedUnit {
  const child = makeUnit(parent.tree, code, name);
  return { ...child, parentId: parent.id, path: `${parent.path}${child.id}/` };
}

/** "Quận Ba Đình" → "Đảng bộ quận Ba Đình"; "Đảng ủy Khối …" → "Đảng bộ Khối …". */
function partyName(name: string): string {
  if (name.startsWith('Đảng ủy ')) return name.replace('Đảng ủy ', 'Đảng bộ ');
  const kind = /^(Thành phố|Quận|Huyện|Thị xã|Phường|Xã|Thị trấn) /.exec(name)?.[1];
  if (!kind) return `Đảng bộ ${name}`;
  return `Đảng bộ ${kind.toLocaleLowerCase('vi')}${name.slice(kind.length)}`;
}
