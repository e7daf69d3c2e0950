import { describe, expect, it } from 'vitest';
import { isBanded, openPowers } from '../../../solvers/evolve/jump-powers.js';
import { gradientChain, randomChain } from '../linear/chains.js';

describe('openPowers', () => {
  // Five diagonals, and an odd number of rows.
  const { rates } = gradientChain([31, 27], (i, j) => 0.01 * i * j);
  const start = Float64Array.from({ length: rates.rows }, (_, i) => 1 / (1 + i));

  it('takes the same sums diagonal by diagonal as entry by entry, to the last bit', () => {
    const [fast, plain] = (['wasm', 'plain'] as const).map((kernel) => openPowers(rates, start, 2, kernel));
    expect([fast.name, plain.name]).toEqual(['wasm', 'plain']);
    for (const powers of [fast, plain]) {
      for (let k = 0; k < 5; k++) {
        powers.addTo(k % 2, 0.3 * k);
        powers.step();
      }
    }
    for (const i of [0, 1]) expect(fast.sum(i)).toEqual(plain.sum(i));
  });

  it('adds what lies off the diagonals', () => {
    const far = { ...rates, column: rates.column.slice() };
    // The first cell of the first row is not on a diagonal any more.
    far.column[0] = rates.rows - 1;
    expect(isBanded(far)).toBe(true);
    const [fast, plain] = (['wasm', 'plain'] as const).map((kernel) => openPowers(far, start, 1, kernel));
    for (const powers of [fast, plain]) {
      powers.step();
      powers.addTo(0, 1);
    }
    expect(fast.name).toBe('wasm');
    const [a, b] = [fast.sum(0), plain.sum(0)];
    a.forEach((x, i) => expect(Math.abs(x - b[i])).toBeLessThanOrEqual(1e-14 * Math.abs(b[i]) + 1e-18));
    expect(a[0]).not.toBe(0);
  });

  it('goes entry by entry where the entries lie anywhere', () => {
    const chain = randomChain(80, 200, 4);
    expect(isBanded(chain)).toBe(false);
    expect(openPowers(chain, start.slice(0, 80), 1).name).toBe('plain');
  });
});
