import { describe, expect, it } from 'vitest';
import { canReach, solveBackward } from '../../../solvers/passage/transposed.js';
import { generatorOf } from '../hand-built.js';
import { denseOracle } from './dense-oracle.js';

// 0 → 1 → 2 ⇄ 3, 1 → 4
const { rates } = generatorOf(5, { from: [0, 1, 2, 3, 1], to: [1, 2, 3, 2, 4], rate: [1, 2, 3, 4, 6] });

describe('canReach', () => {
  it('walks jumps backwards, not through barred cells', () => {
    expect([...canReach(rates, Uint8Array.of(0, 0, 0, 1, 0), null)]).toEqual([1, 1, 1, 1, 0]);
    expect([...canReach(rates, Uint8Array.of(0, 0, 0, 1, 0), Uint8Array.of(0, 1, 0, 0, 0))]).toEqual([0, 0, 1, 1, 0]);
  });
});

describe('solveBackward', () => {
  it('solves for the free cells from the values given elsewhere', () => {
    const f = Float64Array.of(0, 0, 1, 1, 5);
    solveBackward('f', rates, { free: Uint8Array.of(1, 1, 0, 0, 0), rhs: 0, solve: denseOracle }, f);
    expect([...f]).toEqual([4, 4, 1, 1, 5]); // (2·1 + 6·5)/8
    const times = new Float64Array(5);
    solveBackward('f', rates, { free: Uint8Array.of(1, 1, 0, 0, 0), rhs: 1, solve: denseOracle }, times);
    expect([...times]).toEqual([1.125, 0.125, 0, 0, 0]);
  });

  it('needs a solver unless nothing is free', () => {
    const f = new Float64Array(5);
    solveBackward('f', rates, { free: new Uint8Array(5), rhs: 1, solve: undefined }, f);
    expect(() => {
      solveBackward('f', rates, { free: Uint8Array.of(1, 0, 0, 0, 0), rhs: 1, solve: undefined }, f);
    }).toThrow(/f: a generator on a line of cells, got one with other jumps\. Pass a linear solver/);
  });
});
