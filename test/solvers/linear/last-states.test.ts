import { describe, expect, it } from 'vitest';
import { eliminate } from '../../../solvers/linear/elimination.js';
import { planGenerator } from '../../../solvers/linear/generator-plan.js';
import { withLastStates } from '../../../solvers/linear/last-states.js';
import { solve } from '../../../solvers/linear/solve.js';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import { multiply } from '../../../src/num/csr.js';
import { linearSde } from '../plane-problems.js';

describe('withLastStates', () => {
  it('puts the active ones in a front above all roots', () => {
    const two = {
      states: 4,
      order: Int32Array.of(2, 0, 1, 3),
      start: Int32Array.of(0, 1, 2, 4),
      parent: Int32Array.of(-1, 2, -1),
    };
    expect(withLastStates(two, Uint8Array.of(1, 1, 1, 1, 1, 0, 1))).toEqual({
      states: 7,
      order: Int32Array.of(2, 0, 1, 3, 4, 6),
      start: Int32Array.of(0, 1, 2, 4, 6),
      parent: Int32Array.of(3, 2, 3, -1),
    });
    expect(withLastStates(two, Uint8Array.of(1, 1, 1, 1, 0))).toEqual({ ...two, states: 5 });
  });

  it('lets a shifted generator with absorbing ends be solved on planes through its grid, at no great cost', () => {
    const sde = linearSde(
      [
        [-1, -2],
        [2, -1],
      ],
      [1, 0.3, 0.3, 0.5],
    );
    const on = (absorbing: readonly [boolean, boolean]) =>
      discretise(
        sde,
        grid({
          u: { kind: 'uniform', from: -1, to: 1, cells: 30, absorbing },
          w: { kind: 'uniform', from: -1, to: 1, cells: 25, absorbing },
        }),
      );
    const generator = on([true, true]);
    const plan = planGenerator(generator, { killing: 0.7, keepUpper: true });
    expect(plan.cost.flops).toBeLessThan(
      1.5 * planGenerator(on([false, false]), { killing: 0.7, keepUpper: true }).cost.flops,
    );
    const b = Float64Array.from({ length: generator.rates.rows }, (_, i) => 1 + Math.sin(i));
    const x = solve(eliminate(plan), b);
    const Ax = new Float64Array(b.length);
    multiply(generator.rates, x, Ax);
    b.forEach((value, i) => expect(0.7 * x[i] - Ax[i]).toBeCloseTo(value, 9));
  });
});
