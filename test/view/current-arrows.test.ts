import { describe, expect, it } from 'vitest';
import type { DensityTable } from '../../src/io/document.js';
import type { TensorComponent } from '../../src/io/tensor-document.js';
import { currentTraces } from '../../src/view/current-arrows.js';
import { windowOf } from '../../src/view/density-map.js';
import { planeOf } from '../../src/view/density-plane.js';

const n = 22;
const axis = (name: string) => ({
  name,
  centres: Array.from({ length: n }, (_, i) => (i + 0.5) / (n / 4) - 2),
  widths: new Array<number>(n).fill(4 / n),
});
const at = (cell: number): [number, number] => [axis('u').centres[Math.floor(cell / n)]!, axis('w').centres[cell % n]!];
const mass = Float64Array.from({ length: n * n }, (_, cell) => Math.exp(-at(cell).reduce((sum, x) => sum + x * x, 0)));
const table: DensityTable = {
  axes: [axis('u'), axis('w')],
  mass,
  logDensity: mass.map((m) => Math.log((m * n * n) / 16)),
};
/** Turns about 0: J/p = (−w, u). */
const turning = {
  detailedBalance: { holds: false, largest: 1, share: 0.1 },
  current: {
    u: Float64Array.from(mass, (m, cell) => (-at(cell)[1] * m * n * n) / 16),
    w: Float64Array.from(mass, (m, cell) => (at(cell)[0] * m * n * n) / 16),
  },
} as unknown as TensorComponent;

describe('currentTraces', () => {
  const plane = planeOf(table, [0, 1]);
  const draw = (component: TensorComponent) =>
    currentTraces(component, { table, pair: [0, 1], plane, window: windowOf([plane]) });

  it('draws arrows along J, longer where it is faster', () => {
    const [outline, arrows] = draw(turning) as unknown as { name: string; x: (number | null)[]; y: number[] }[];
    expect(arrows!.name).toBe('current J/p');
    expect(outline!.x).toEqual(arrows!.x);
    const lengths: [number, number][] = [];
    // Tail, tip, barb, tip, barb, gap.
    for (let k = 0; k < arrows!.x.length; k += 6) {
      const [x0, x1] = [arrows!.x[k]!, arrows!.x[k + 1]!];
      const [y0, y1] = [arrows!.y[k]!, arrows!.y[k + 1]!];
      const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
      const length = Math.hypot(x1 - x0, y1 - y0);
      expect((-y * (x1 - x0) + x * (y1 - y0)) / (length * Math.hypot(x, y))).toBeGreaterThan(0.99);
      expect(arrows!.x[k + 5]).toBe(null);
      lengths.push([Math.hypot(x, y), length]);
    }
    expect(lengths.length).toBeGreaterThan(100);
    lengths.sort(([a], [b]) => a - b);
    expect(lengths.at(-1)![1]).toBeGreaterThan(1.5 * lengths[0]![1]);
  });

  it('draws none where nothing flows or detailed balance holds', () => {
    expect(draw({ ...turning, detailedBalance: { holds: true, largest: 0, share: 0 } })).toEqual([]);
    expect(draw({ ...turning, current: undefined })).toEqual([]);
    const still = { u: new Float64Array(n * n), w: new Float64Array(n * n) };
    expect(draw({ ...turning, current: still })).toEqual([]);
  });
});
