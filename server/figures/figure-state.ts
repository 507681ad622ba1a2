import type {
  ArrivalGroup,
  FigureScope,
  RoomRow,
  StructureRows,
  StructureSite,
  StructureUnit,
} from '#db/queries/figures.ts';
import {
  readArrivalGroups,
  readFigureGroups,
  readFigureStructure,
  readRooms,
} from '#db/queries/figures.ts';
import type { Tx } from '#db/client.ts';
import { cellsOfGroups, seatedByRoom } from '#domain/figures-derive.ts';
import type { FigureGroup } from '#domain/figures-derive.ts';
import { FIGURE_KEYS, noFigures } from '#domain/figures.ts';
import type { FigureCell, HallFigures } from '#domain/figures.ts';

/** What the database says of a session, or of the rosters and rooms of some of its halls. */
export interface DerivedFigures {
  groups: FigureGroup[];
  rooms: RoomRow[];
  arrivals: ArrivalGroup[];
}

/** What a refresh changed: absolute values of changed rows only. */
export interface FigureChange {
  cells: FigureCell[];
  halls: HallFigures[];
  /** Whether anybody's arrival changed. */
  hasArrivals: boolean;
}

/** @throws the database's error */
export async function deriveFigures(tx: Tx, scope: FigureScope): Promise<DerivedFigures> {
  const groups = await readFigureGroups(tx, scope);
  const rooms = await readRooms(tx, scope);
  const arrivals = await readArrivalGroups(tx, scope);
  return { groups, rooms, arrivals };
}

/** The figures of one session in memory, hall by hall: what every audience's view is cut from. */
export class FigureState {
  readonly sessionId: string;
  readonly conferenceId: string;
  #sites = new Map<string, StructureSite>();
  #units = new Map<string, StructureUnit>();
  #categories: { id: string; name: string }[] = [];
  readonly #groups = new Map<string, FigureGroup[]>();
  readonly #cells = new Map<string, FigureCell[]>();
  readonly #rooms = new Map<string, RoomRow>();
  readonly #halls = new Map<string, HallFigures>();
  readonly #arrivals = new Map<string, ArrivalGroup[]>();

  private constructor(place: { sessionId: string; conferenceId: string }) {
    this.sessionId = place.sessionId;
    this.conferenceId = place.conferenceId;
  }

  /** Reads everything. @throws the database's error */
  static async load(
    tx: Tx,
    place: { sessionId: string; conferenceId: string },
  ): Promise<FigureState> {
    const state = new FigureState(place);
    await state.reload(tx);
    return state;
  }

  get sites(): ReadonlyMap<string, StructureSite> {
    return this.#sites;
  }

  get units(): ReadonlyMap<string, StructureUnit> {
    return this.#units;
  }

  get categories(): readonly { id: string; name: string }[] {
    return this.#categories;
  }

  cells(): FigureCell[] {
    return [...this.#cells.values()].flat();
  }

  halls(): HallFigures[] {
    return [...this.#halls.values()];
  }

  arrivals(): ArrivalGroup[] {
    return [...this.#arrivals.values()].flat();
  }

  /** Halls, units or the roster changed: reads all of it again. */
  async reload(tx: Tx): Promise<FigureChange> {
    const structure = await readFigureStructure(tx, this.conferenceId);
    const derived = await deriveFigures(tx, this.#scope());
    this.#setStructure(structure);
    return this.#apply(derived, new Set([...this.#cells.keys(), ...this.#sites.keys()]));
  }

  /** Reads some halls again. Whose people sat there, or sit there now, is counted again too. */
  async refresh(tx: Tx, siteIds: ReadonlySet<string>): Promise<FigureChange> {
    const touched = this.#withVisitorsOf(siteIds);
    const derived = await deriveFigures(tx, { ...this.#scope(), siteIds: [...touched] });
    return this.#apply(derived, touched);
  }

  /**
   * Compares with a full derivation.
   * @returns the halls whose cells differ from what the database says
   */
  async differences(tx: Tx): Promise<string[]> {
    const groups = await readFigureGroups(tx, this.#scope());
    const fresh = Map.groupBy(cellsOfGroups(groups, this.#sites), (cell) => cell.siteId);
    const siteIds = new Set([...fresh.keys(), ...this.#cells.keys()]);
    return [...siteIds].filter(
      (siteId) => changedCells(this.#cells.get(siteId) ?? [], fresh.get(siteId) ?? []).length > 0,
    );
  }

  /** Whether halls, units or categories are not those that were read. */
  async hasOtherStructure(tx: Tx): Promise<boolean> {
    const fresh = await readFigureStructure(tx, this.conferenceId);
    const known: StructureRows = {
      sites: [...this.#sites.values()],
      units: [...this.#units.values()],
      categories: this.#categories,
    };
    return JSON.stringify(fresh) !== JSON.stringify(known);
  }

  #scope(): FigureScope {
    return { sessionId: this.sessionId, conferenceId: this.conferenceId };
  }

  #setStructure({ sites, units, categories }: StructureRows): void {
    this.#sites = new Map(sites.map((site) => [site.id, site]));
    this.#units = new Map(units.map((unit) => [unit.id, unit]));
    this.#categories = categories;
  }

  #withVisitorsOf(siteIds: ReadonlySet<string>): Set<string> {
    const touched = new Set(siteIds);
    for (const [siteId, groups] of this.#groups) {
      const hasVisitor = groups.some(
        ({ visitedSiteId }) => visitedSiteId !== null && siteIds.has(visitedSiteId),
      );
      if (hasVisitor) touched.add(siteId);
    }
    return touched;
  }

  /** Puts what was read for `touched` halls in place of what was known of them. */
  #apply(derived: DerivedFigures, touched: ReadonlySet<string>): FigureChange {
    const groups = Map.groupBy(derived.groups, (group) => group.siteId);
    const cells: FigureCell[] = [];
    for (const siteId of touched) {
      const own = groups.get(siteId) ?? [];
      const fresh = cellsOfGroups(own, this.#sites);
      cells.push(...changedCells(this.#cells.get(siteId) ?? [], fresh));
      replace(this.#groups, siteId, own);
      replace(this.#cells, siteId, fresh);
    }
    for (const room of derived.rooms) this.#rooms.set(room.siteId, room);
    const hasArrivals = this.#applyArrivals(derived.arrivals, touched);
    return { cells, halls: this.#refreshHalls(), hasArrivals };
  }

  #applyArrivals(arrivals: ArrivalGroup[], touched: ReadonlySet<string>): boolean {
    const fresh = Map.groupBy(arrivals, (group) => group.siteId);
    let hasChanged = false;
    for (const siteId of touched) {
      const own = (fresh.get(siteId) ?? []).map((group) => this.#withUnit(group));
      if (!hasChanged)
        hasChanged = JSON.stringify(own) !== JSON.stringify(this.#arrivals.get(siteId));
      replace(this.#arrivals, siteId, own);
    }
    return hasChanged;
  }

  /** Names the unit that the people count for: their own, else the hall's. */
  #withUnit(group: ArrivalGroup): ArrivalGroup {
    return { ...group, unitId: group.unitId ?? this.#sites.get(group.siteId)?.unitId ?? null };
  }

  /** @returns the halls whose figures as a room changed */
  #refreshHalls(): HallFigures[] {
    const seated = seatedByRoom([...this.#groups.values()].flat());
    const changed: HallFigures[] = [];
    for (const siteId of this.#sites.keys()) {
      const fresh = hallOf(siteId, {
        room: this.#rooms.get(siteId),
        seated: seated.get(siteId) ?? 0,
      });
      if (!isSameHall(this.#halls.get(siteId), fresh)) changed.push(fresh);
      this.#halls.set(siteId, fresh);
    }
    for (const siteId of this.#halls.keys())
      if (!this.#sites.has(siteId)) this.#halls.delete(siteId);
    return changed;
  }
}

function hallOf(
  siteId: string,
  { room, seated }: { room: RoomRow | undefined; seated: number },
): HallFigures {
  const { declaredCount = null, declaredAt = null } = room ?? {};
  return {
    siteId,
    walkIn: room?.walkIn ?? 0,
    seated,
    declared:
      declaredCount === null || declaredAt === null
        ? null
        : { count: declaredCount, happenedAtMs: declaredAt.getTime() },
  };
}

function isSameHall(known: HallFigures | undefined, fresh: HallFigures): boolean {
  return (
    known !== undefined &&
    known.walkIn === fresh.walkIn &&
    known.seated === fresh.seated &&
    known.declared?.count === fresh.declared?.count &&
    known.declared?.happenedAtMs === fresh.declared?.happenedAtMs
  );
}

/** Cells whose counts differ; one that is gone comes back as zeros. */
function changedCells(known: readonly FigureCell[], fresh: readonly FigureCell[]): FigureCell[] {
  const before = new Map(known.map((cell) => [cellKey(cell), cell]));
  const changed: FigureCell[] = [];
  for (const cell of fresh) {
    const old = before.get(cellKey(cell));
    before.delete(cellKey(cell));
    if (!old || FIGURE_KEYS.some((key) => old[key] !== cell[key])) changed.push(cell);
  }
  for (const gone of before.values()) changed.push({ ...gone, ...noFigures() });
  return changed;
}

function cellKey({ unitId, categoryId }: FigureCell): string {
  return `${unitId} ${categoryId}`;
}

function replace<V>(map: Map<string, V[]>, key: string, values: V[]): void {
  if (values.length > 0) map.set(key, values);
  else map.delete(key);
}
