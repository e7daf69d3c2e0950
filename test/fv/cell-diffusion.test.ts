import { describe, expect, it } from 'vitest';
import { averageThinTensors } from '../../src/fv/cell-diffusion.js';
import { discretise } from '../../src/fv/discretise.js';
import { latticeMetric, openLattice } from '../../src/fv/lattice.js';
import { grid } from '../../src/grid/grid.js';
import { law } from '../../src/data/analytic.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { steadyState } from '../../solvers/steady/steady-state.js';

/** The tensors of a field on 2 × 2 cells of [0, 1] × [0, 2], as the field has them at the nodes and after averaging, in units of θ. */
function averaged(field: (u: number, w: number) => number[]) {
  const { axes } = grid({ u: [0, 1, 2], w: [0, 2, 2] });
  const sde = {
    names: ['u', 'w'],
    drift: (_: Float64Array, out: Float64Array): void => void out.fill(0),
    diffusion: ([u, w]: Float64Array, out: Float64Array): void => out.set(field(u, w)),
  };
  const lattice = openLattice(sde, axes);
  const metrics = axes.map((_, k) => latticeMetric(lattice, k));
  const h = [0.5, 1];
  const nodes = [0.25, 0.75].flatMap((u) => [0.5, 1.5].flatMap((w) => field(u, w)));
  const scaled = (values: ArrayLike<number>, power: 1 | -1) =>
    Float64Array.from(values, (value, k) => value * (h[(k % 4) >> 1] * h[k % 2]) ** power);
  const tensors = scaled(nodes, -1);
  averageThinTensors({ lattice, metrics, tensors, maxRadius: 4, addition: 1 });
  return { nodes, means: scaled(tensors, 1) };
}

describe('averageThinTensors', () => {
  it('takes the mean of a singular tensor over its cell, exactly where it is a cubic', () => {
    const { means } = averaged((u, w) => [w * w, u * w, u * w, u * u]);
    // ⟨w²⟩ = 1/3 and 7/3 over cells of length 1, ⟨u²⟩ = 1/12 and 7/12 over cells of length 1/2, ⟨uw⟩ = ⟨u⟩⟨w⟩.
    const exact = [0.25, 0.75].flatMap((u) =>
      [0.5, 1.5].flatMap((w) => [w < 1 ? 1 / 3 : 7 / 3, u * w, u * w, u < 0.5 ? 1 / 12 : 7 / 12]),
    );
    exact.forEach((value, k) => expect(means[k]).toBeCloseTo(value, 14));
  });

  it('leaves tensors that are definite, and those that vanish', () => {
    for (const field of [
      (u: number, w: number) => [1 + u * u, 0.1 * w, 0.1 * w, 2 + w * w],
      (u: number) => (u < 0.5 ? [0, 0, 0, 0] : [1, 0.5, 0.5, 1]),
    ]) {
      const { nodes, means } = averaged(field);
      nodes.forEach((value, k) => expect(means[k]).toBeCloseTo(value, 15));
    }
  });

  it('keeps nodes on |u| = |w| from holding mass beside the origin that SGD does not leave there', () => {
    const net = model({ parameters: ['u', 'w'], prediction: 'w*tanh(u*x)' });
    const data = law({ x: 'discrete([-3, -0.5, 0.5, 3])', e: 'normal(0, 1)', y: 'tanh(x) + e' });
    const sde = sgd(net, data, { temperature: 0.1 });
    const besideOrigin = (cells: number): number => {
      const on = grid({ u: [-3.2, 3.2, cells], w: [-3.2, 3.2, 80] });
      const [u, w] = on.axes;
      const { mass } = steadyState(discretise(sde, on)).value;
      return mass.reduce(
        (sum, m, i) =>
          sum + (Math.abs(u.centres[Math.floor(i / 80)]) < 0.32 && Math.abs(w.centres[i % 80]) < 0.32 ? m : 0),
        0,
      );
    };
    // 1.6·10⁷ particles of the SDE, Euler steps of 0.005 and 0.01: 0.00110 and 0.00120. With D at the node 80 × 80 cells hold 0.0055.
    expect(besideOrigin(80)).toBeGreaterThan(0.001);
    expect(besideOrigin(80)).toBeLessThan(0.0017);
    expect(besideOrigin(120)).toBeLessThan(0.0015);
  });
});
