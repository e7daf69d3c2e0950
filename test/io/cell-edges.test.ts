import { describe, expect, it } from 'vitest';
import { edgesFrom } from '../../src/io/cell-edges.js';

describe('edgesFrom', () => {
  it('is exact on even cells, also where 0 lies in the first of them', () => {
    expect([...edgesFrom([0.5, 2], [1, 2])]).toEqual([0, 1, 3]);
    const edges = Array.from({ length: 21 }, (_, i) => -0.02 + 0.051 * i);
    const centres = edges.slice(1).map((edge, i) => (edge + edges[i]!) / 2);
    const found = edgesFrom(
      centres,
      centres.map(() => 0.051),
    );
    edges.forEach((edge, i) => expect(found[i]).toBeCloseTo(edge, 12));
  });

  it('starts at 0 where centres are not in the middle of their cells and it may', () => {
    expect([...edgesFrom([0.2, 2], [1, 3])]).toEqual([0, 1, 4]);
    expect([...edgesFrom([0.1, 0.2], [0.15, 0.2])].map((edge) => edge.toFixed(3))).toEqual(['0.000', '0.150', '0.350']);
  });

  it('holds every centre in its cell', () => {
    const edges = [1, 1.5, 2.5, 4.5, 8.5];
    const centres = [1.2, 1.9, 3.2, 6];
    const found = edgesFrom(centres, [0.5, 1, 2, 4]);
    centres.forEach((centre, i) => expect(found[i]! < centre && centre < found[i + 1]!).toBe(true));
    found.forEach((edge, i) => expect(Math.abs(edge - edges[i]!)).toBeLessThan(0.3));
  });
});
