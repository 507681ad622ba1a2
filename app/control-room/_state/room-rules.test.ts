import { describe, expect, it } from 'vitest';
import { moveTarget, requestForStep } from './queue-steps.ts';
import { testProgramme, testRequest } from './room-facts.testing.ts';
import { takeOfInset, takeOfLayout, takeOfPreview, takeOfSlate } from './takes.ts';
import { layoutWall, tileAt, tileBeside } from './wall-layout.ts';

describe('takes', () => {
  it('the preview goes to air; nothing in it, or the same picture, is nothing to take', () => {
    const programme = testProgramme({ mainSourceId: 'a', previewSourceId: 'b' });
    expect(takeOfPreview(programme, 'FOLLOWS')).toEqual({
      mainSourceId: 'b',
      insetSourceId: null,
      layout: 'FULL',
      sound: 'FOLLOWS',
    });
    expect(takeOfPreview({ ...programme, previewSourceId: 'a' }, 'FOLLOWS')).toBeNull();
    expect(takeOfPreview({ ...programme, previewSourceId: null }, 'STAYS')).toBeNull();
  });

  it('the second picture stays, and changes places when it is the one taken', () => {
    const programme = testProgramme({
      ...{ mainSourceId: 'a', insetSourceId: 'b', layout: 'INSET' },
      previewSourceId: 'c',
    });
    expect(takeOfPreview(programme, 'STAYS')).toMatchObject({
      mainSourceId: 'c',
      insetSourceId: 'b',
      layout: 'INSET',
    });
    expect(takeOfPreview({ ...programme, previewSourceId: 'b' }, 'FOLLOWS')).toMatchObject({
      mainSourceId: 'b',
      insetSourceId: 'a',
    });
  });

  it('I lays the preview in a corner and takes it away again', () => {
    const programme = testProgramme({ mainSourceId: 'a', previewSourceId: 'b' });
    expect(takeOfInset(programme)).toMatchObject({ insetSourceId: 'b', layout: 'INSET' });
    expect(takeOfInset({ ...programme, insetSourceId: 'b', layout: 'SIDE_BY_SIDE' })).toMatchObject(
      { insetSourceId: null, layout: 'FULL' },
    );
    expect(takeOfInset(testProgramme({ previewSourceId: 'b' }))).toBeNull();
  });

  it('another shape of the same two pictures leaves the sound alone', () => {
    const programme = testProgramme({ mainSourceId: 'a', insetSourceId: 'b', layout: 'INSET' });
    expect(takeOfLayout(programme, 'SIDE_BY_SIDE')?.sound).toBe('STAYS');
    expect(takeOfLayout(programme, 'INSET')).toBeNull();
  });

  it('the slate is taken once', () => {
    expect(takeOfSlate(testProgramme({ mainSourceId: 'a' }))?.mainSourceId).toBeNull();
    expect(takeOfSlate(testProgramme())).toBeNull();
  });
});

describe('keys of the queue', () => {
  const queue = [
    testRequest(1, 'REQUESTED'),
    testRequest(2, 'STANDBY'),
    testRequest(3, 'ACCEPTED'),
    testRequest(4, 'ON_AIR'),
  ];
  const meant = (step: Parameters<typeof requestForStep>[1], chosen: string | null = null) =>
    requestForStep(queue, step, chosen)?.requestId ?? null;

  it('mean the request that the step usually follows on', () => {
    expect(meant('ACCEPT')).toBe('r1');
    expect(meant('PREPARE')).toBe('r3');
    expect(meant('CALL')).toBe('r2');
    expect(meant('FINISH')).toBe('r4');
    expect(meant('DECLINE')).toBeNull();
  });

  it('mean the chosen request, or nothing when the step is closed to it', () => {
    expect(meant('CALL', 'r1')).toBe('r1');
    expect(meant('DECLINE', 'r3')).toBe('r3');
    expect(meant('FINISH', 'r1')).toBeNull();
  });

  it('move one place', () => {
    expect(moveTarget(queue, 'r2', 'UP')).toBe('r1');
    expect(moveTarget(queue, 'r2', 'DOWN')).toBe('r4');
    expect(moveTarget(queue, 'r3', 'DOWN')).toBeNull();
    expect(moveTarget(queue, 'r1', 'UP')).toBeUndefined();
    expect(moveTarget(queue, 'r4', 'DOWN')).toBeUndefined();
  });
});

describe('the wall', () => {
  const groups = Array.from({ length: 31 }, (_, group) => ({
    name: `Quận ${group}`,
    siteIds: Array.from({ length: group === 30 ? 16 : 25 }, (__, at) => `${group}-${at}`),
  }));

  it.each([
    [3840, 2000],
    [1120, 260],
    [1600, 320],
    [360, 700],
  ])('holds 766 halls in %i × %i, none over another, none outside', (width, height) => {
    const layout = layoutWall(groups, { width, height });
    expect(layout.tiles).toHaveLength(766);
    const places = new Set(layout.tiles.map(({ x, y }) => `${x} ${y}`));
    expect(places.size).toBe(766);
    for (const { x, y } of layout.tiles) {
      expect(x + layout.tileWidth).toBeLessThanOrEqual(width + 0.01);
      expect(y + layout.tileHeight).toBeLessThanOrEqual(height + 0.01);
    }
    const used = 766 * layout.tileWidth * layout.tileHeight;
    expect(used / (width * height)).toBeGreaterThan(0.6);
  });

  it('names its groups where there is room', () => {
    expect(layoutWall(groups, { width: 3840, height: 2000 }).labelHeight).toBeGreaterThan(0);
    expect(layoutWall(groups, { width: 1120, height: 260 }).labelHeight).toBe(0);
  });

  it('finds the tile under a point and the one beside', () => {
    const layout = layoutWall(groups, { width: 1120, height: 260 });
    const first = layout.tiles[0]!;
    expect(tileAt(layout, { x: first.x + 1, y: first.y + 1 })).toBe('0-0');
    expect(tileAt(layout, { x: -5, y: 3 })).toBeNull();
    expect(tileBeside(layout, null, 'RIGHT')).toBe('0-0');
    expect(tileBeside(layout, '0-0', 'RIGHT')).toBe('0-1');
    expect(tileBeside(layout, '0-0', 'UP')).toBe('0-0');
    const below = tileBeside(layout, '0-0', 'DOWN');
    expect(tileBeside(layout, below, 'UP')).toBe('0-0');
    expect(tileBeside(layout, '0-0', 'LAST')).toBe('30-15');
  });
});
