import { describe, expect, it } from 'vitest';
import { CRAM_POLES } from '../../../solvers/evolve/cram.js';
import { applyPoleCyclic, cyclicWork } from '../../../solvers/evolve/resolvent-cyclic.js';
import { chainOf, seeded } from '../hand-built.js';
import { denseResolvent, randomRates } from './dense-resolvent.js';

describe('applyPoleCyclic', () => {
  it.each([3, 4, 5, 12])('agrees with a dense solve on a ring of %i cells', (n) => {
    const random = seeded(100 + n);
    const chain = chainOf(randomRates(n, random, true), randomRates(n, random, true), true);
    const v = Float64Array.from({ length: n }, random);
    for (const pole of CRAM_POLES) {
      const out = v.slice();
      applyPoleCyclic(chain, { tau: 1.3, pole }, out, cyclicWork(n));
      const expected = denseResolvent(chain, 1.3, pole, v);
      const size = Math.hypot(...expected);
      out.forEach((x, i) => {
        expect(Math.abs(x - expected[i])).toBeLessThan(1e-13 * size);
      });
    }
  });
});
