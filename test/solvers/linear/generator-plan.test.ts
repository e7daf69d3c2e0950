import { describe, expect, it } from 'vitest';
import { dissectGrid } from '../../../solvers/linear/grid-dissection.js';
import { planElimination } from '../../../solvers/linear/elimination-plan.js';
import { planGenerator } from '../../../solvers/linear/generator-plan.js';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import type { Sde } from '../../../src/sde/sde.js';

/** Two layers, y = 1.2x + e: noise of rank one, whose jumps reach four cells. */
const twoLayers: Sde = {
  names: ['u', 'w'],
  drift: (x, out) => {
    out[0] = -2 * x[1] * (x[0] * x[1] - 1.2);
    out[1] = -2 * x[0] * (x[0] * x[1] - 1.2);
  },
  diffusion: (x, out) => {
    const [u, w] = [x[0], x[1]];
    const half = 0.1 * (2 * (u * w - 1.2) ** 2 + 0.25);
    out.set([half * w * w, half * u * w, half * u * w, half * u * u]);
  },
};

describe('planGenerator', () => {
  it('orders by distance where planes would be several cells thick', () => {
    const n = 136;
    const generator = discretise(twoLayers, grid({ u: [-3, 3, n], w: [-3, 3, n] }));
    const shape = { cells: [n, n], periodic: [false, false] };
    const planes = planElimination(generator.rates, dissectGrid(generator.rates, shape, new Uint8Array(n * n).fill(1)));
    const chosen = planGenerator(generator);
    expect(chosen.chain.size).toBe(n * n);
    expect(chosen.cost.flops).toBeLessThan(0.3 * planes.cost.flops);
    expect(chosen.cost.bytes).toBeLessThan(0.6 * planes.cost.bytes);
  });
});
