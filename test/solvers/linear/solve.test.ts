import { Matrix, solve as solveDense } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { eliminate } from '../../../solvers/linear/elimination.js';
import { planElimination } from '../../../solvers/linear/elimination-plan.js';
import { dissectGraph } from '../../../solvers/linear/graph-dissection.js';
import { planGenerator } from '../../../solvers/linear/generator-plan.js';
import { solve } from '../../../solvers/linear/solve.js';
import type { Csr } from '../../../src/num/csr.js';
import { denseSteadyState, gradientChain, numbers, onGrid, randomChain, ratesFrom } from './chains.js';

function dense(rates: Csr, shift: number): Matrix {
  const M = Matrix.eye(rates.rows).mul(shift);
  for (let i = 0; i < rates.rows; i++) {
    for (let k = rates.rowStart[i]; k < rates.rowStart[i + 1]; k++) {
      const j = rates.column[k];
      M.set(i, j, M.get(i, j) - rates.value[k]);
    }
  }
  return M;
}

function shifted(rates: Csr, killing: number | Float64Array, kernel?: 'plain' | 'wasm') {
  const dissection = dissectGraph(rates, new Uint8Array(rates.rows).fill(1));
  return eliminate(planElimination(rates, dissection, { killing, keepUpper: true }), kernel);
}

describe.each(['plain', 'wasm'] as const)('solve by the %s kernel', (kernel) => {
  it.each([1e-3, 1, 1e3])('agrees with a dense solver for shift %d, either way, for several right-hand sides', (s) => {
    const rates = randomChain(120, 400, 3);
    const next = numbers(9);
    const b = Float64Array.from({ length: 360 }, () => next() - 0.5);
    const columns = Matrix.zeros(3, 120);
    b.forEach((value, k) => columns.set(Math.floor(k / 120), k % 120, value));
    for (const transpose of [false, true]) {
      const x = solve(shifted(rates, s, kernel), b, { transpose, count: 3 });
      const M = dense(rates, s);
      const exact = solveDense(transpose ? M.transpose() : M, columns.transpose());
      const scale = exact.max() - exact.min();
      for (let k = 0; k < 360; k++) {
        expect(Math.abs(x[k] - exact.get(k % 120, Math.floor(k / 120)))).toBeLessThan(1e-11 * scale);
      }
    }
  });

  it('keeps every entry as s → 0: s x tends to the steady state, and the total is b/s exactly', () => {
    const { rates } = gradientChain([20, 15], (i, j) => 0.3 * (i - 8) ** 2 + 0.5 * (j - 7) ** 2);
    const steady = denseSteadyState(rates);
    const s = 1e-60;
    const plan = planGenerator(onGrid(rates, [20, 15]), { killing: s, keepUpper: true });
    const b = new Float64Array(300);
    b[299] = 1;
    const x = solve(eliminate(plan, kernel), b);
    steady.forEach((p, i) => expect(Math.abs((s * x[i]) / p - 1)).toBeLessThan(1e-12));
    const ones = solve(eliminate(plan, kernel), new Float64Array(300).fill(1), { transpose: true });
    ones.forEach((time) => expect(Math.abs(s * time - 1)).toBeLessThan(1e-13));
  });
});

describe('solve', () => {
  it('gives the mean time to leave a line at its lower end', () => {
    const rates = ratesFrom(
      30,
      [...Array(29).keys()].flatMap(
        (i) =>
          [
            [i, i + 1, 1],
            [i + 1, i, 1],
          ] as const,
      ),
    );
    const active = new Uint8Array(30).fill(1);
    active[0] = 0;
    const elimination = eliminate(planGenerator(onGrid(rates, [30]), { active, keepUpper: true }));
    const time = solve(elimination, new Float64Array(30).fill(1), { transpose: true });
    // (T_{i+1} − T_i) = 29 − i from the reflecting end down.
    for (let i = 1; i < 30; i++) expect(time[i]).toBeCloseTo(time[i - 1] + 30 - i, 9);
    expect(time[0]).toBe(0);
  });

  it('takes one killing rate per state, and rates far beyond the range of doubles in between', () => {
    const { rates, potential } = gradientChain([40, 20], (i, j) => 6 * (i - 10) ** 2 + 2 * (j - 10) ** 2);
    expect(Math.max(...potential)).toBeGreaterThan(4000);
    const killing = Float64Array.from({ length: 800 }, (_, i) => (i % 7 === 0 ? 0.5 : 0));
    const elimination = eliminate(planGenerator(onGrid(rates, [40, 20]), { killing, keepUpper: true }));
    const x = solve(elimination, new Float64Array(800).fill(1), { transpose: true });
    // Residual of the transposed system, row by row: all terms are positive but the right-hand side.
    const flow = new Float64Array(800);
    for (let to = 0; to < 800; to++) {
      for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
        const from = rates.column[k];
        if (from !== to) flow[from] += rates.value[k] * (x[from] - x[to]);
      }
    }
    for (let i = 0; i < 800; i++) expect(Math.abs(flow[i] + killing[i] * x[i] - 1)).toBeLessThan(1e-8 * x[i]);
  });

  it('refuses what it cannot answer', () => {
    const { rates } = gradientChain([5, 5], () => 0);
    const generator = onGrid(rates, [5, 5]);
    const b = new Float64Array(25);
    expect(() => solve(eliminate(planGenerator(generator, { killing: 1 })), b)).toThrow(/both factors/);
    expect(() => solve(eliminate(planGenerator(generator, { keepUpper: true })), b)).toThrow(/a chain with killing/);
    const good = eliminate(planGenerator(generator, { killing: 1, keepUpper: true }));
    expect(() => solve(good, new Float64Array(24))).toThrow(/25 numbers on the right-hand side, got 24/);
    expect(() => solve(good, b, { count: 2 })).toThrow(/50 numbers/);
    const wall = gradientChain([60], (i) => 900 * Math.exp(-(((i - 30) / 8) ** 2)));
    const killing = new Float64Array(60);
    killing[0] = 1;
    const plan = planGenerator(onGrid(wall.rates, [60]), { killing, keepUpper: true });
    expect(() => eliminate(plan)).toThrow(/escape rates above 1e-300/);
  });
});
