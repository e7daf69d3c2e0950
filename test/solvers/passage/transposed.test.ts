import { describe, expect, it } from 'vitest';
import { canReach, solveBackward } from '../../../solvers/passage/transposed.js';
import { generatorOf } from '../hand-built.js';

// 0 → 1 → 2 ⇄ 3, 1 → 4
const generator = generatorOf(5, { from: [0, 1, 2, 3, 1], to: [1, 2, 3, 2, 4], rate: [1, 2, 3, 4, 6] });
const { rates } = generator;

describe('canReach', () => {
  it('walks jumps backwards, not through barred cells', () => {
    expect([...canReach(rates, Uint8Array.of(0, 0, 0, 1, 0), null)]).toEqual([1, 1, 1, 1, 0]);
    expect([...canReach(rates, Uint8Array.of(0, 0, 0, 1, 0), Uint8Array.of(0, 1, 0, 0, 0))]).toEqual([0, 0, 1, 1, 0]);
  });
});

describe('solveBackward', () => {
  it('solves for the free cells from the values given elsewhere', () => {
    const f = Float64Array.of(0, 0, 1, 1, 5);
    solveBackward(generator, { free: Uint8Array.of(1, 1, 0, 0, 0), rhs: 0 }, f);
    expect([...f]).toEqual([4, 4, 1, 1, 5]); // (2·1 + 6·5)/8
    const times = new Float64Array(5);
    solveBackward(generator, { free: Uint8Array.of(1, 1, 0, 0, 0), rhs: 1 }, times);
    expect([...times]).toEqual([1.125, 0.125, 0, 0, 0]);
  });

  it('leaves everything as given where nothing is free', () => {
    const f = Float64Array.of(1, 2, 3, 4, 5);
    solveBackward(generator, { free: new Uint8Array(5), rhs: 1 }, f);
    expect([...f]).toEqual([1, 2, 3, 4, 5]);
  });
});
