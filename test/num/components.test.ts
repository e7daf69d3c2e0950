import { describe, expect, it } from 'vitest';
import { closedClasses, closedClassesOfChain, stronglyConnected } from '../../src/num/components.js';
import { assembleJumps } from '../../src/num/csr.js';
import { seeded } from '../solvers/hand-built.js';

const chain = (size: number, edges: readonly (readonly [number, number])[]) =>
  assembleJumps(size, { from: edges.map((e) => e[0]), to: edges.map((e) => e[1]), rate: edges.map(() => 1) });

/** reach[i][j]: whether j can be reached from i, by repeated squaring of the adjacency. */
function reachable(size: number, edges: readonly (readonly [number, number])[]): boolean[][] {
  const reach = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => i === j));
  for (const [a, b] of edges) reach[a][b] = true;
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) if (reach[i][k]) for (let j = 0; j < size; j++) reach[i][j] ||= reach[k][j];
  return reach;
}

describe('closedClasses', () => {
  it('finds two wells and the cells between them', () => {
    // 0 ⇄ 1 ← 2 → 3 → 4 ⇄ 5
    const found = closedClasses(
      chain(6, [
        [0, 1],
        [1, 0],
        [2, 1],
        [2, 3],
        [3, 4],
        [4, 5],
        [5, 4],
      ]),
    );
    expect(found.count).toBe(2);
    expect([...found.label]).toEqual([0, 0, -1, -1, 1, 1]);
  });

  it('takes a cell without jumps as a class, and a rate of 0 as no jump', () => {
    const rates = assembleJumps(3, { from: [0, 1], to: [1, 2], rate: [0, 1] });
    const found = closedClasses(rates);
    expect(found.count).toBe(2);
    expect([...found.label]).toEqual([0, -1, 1]);
  });

  it('agrees with reachability on random graphs', () => {
    const random = seeded(11);
    for (let trial = 0; trial < 200; trial++) {
      const size = 1 + Math.floor(random() * 9);
      const edges: [number, number][] = [];
      for (let k = Math.floor(random() * 2 * size); k > 0; k--) {
        const [a, b] = [Math.floor(random() * size), Math.floor(random() * size)];
        if (a !== b) edges.push([a, b]);
      }
      const rates = chain(size, edges);
      const reach = reachable(size, edges);
      const { component } = stronglyConnected(rates);
      const { label } = closedClasses(rates);
      for (let i = 0; i < size; i++) {
        const closed = reach[i].every((r, j) => !r || reach[j][i]);
        expect(label[i] >= 0).toBe(closed);
        for (let j = 0; j < size; j++) expect(component[i] === component[j]).toBe(reach[i][j] && reach[j][i]);
      }
    }
  });

  it('walks a million cells in a row without recursion', () => {
    const size = 1_000_000;
    const from = new Int32Array(size - 1).map((_, i) => i);
    const to = from.map((i) => i + 1);
    const oneWay = closedClasses(assembleJumps(size, { from, to, rate: new Float64Array(size - 1).fill(1) }));
    expect(oneWay.count).toBe(1);
    expect(oneWay.label[size - 1]).toBe(0);
    expect(oneWay.label[size - 2]).toBe(-1);
  });

  it('refuses a matrix that is not square', () => {
    const flat = { ...chain(2, []), columns: 3 };
    expect(() => closedClasses(flat)).toThrow(/stronglyConnected: a square matrix, got 2 × 3/);
  });
});

describe('closedClassesOfChain', () => {
  it('agrees with the general search on every chain of five states with rates 0 or 1', () => {
    for (let bits = 0; bits < 256; bits++) {
      const rate = (k: number): number => (bits >> k) & 1;
      const [up, down] = [0, 4].map((start) =>
        Float64Array.from({ length: 5 }, (_, i) => (i < 4 ? rate(start + i) : 0)),
      );
      const edges = [0, 1, 2, 3].flatMap((i): [number, number][] => [
        ...(up[i] > 0 ? [[i, i + 1] as [number, number]] : []),
        ...(down[i] > 0 ? [[i + 1, i] as [number, number]] : []),
      ]);
      expect(closedClassesOfChain(up, down)).toBe(closedClasses(chain(5, edges)).count);
    }
  });
});
