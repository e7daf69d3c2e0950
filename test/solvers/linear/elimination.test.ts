import { describe, expect, it } from 'vitest';
import { eliminate } from '../../../solvers/linear/elimination.js';
import { planElimination } from '../../../solvers/linear/elimination-plan.js';
import type { KernelName } from '../../../solvers/linear/front-memory.js';
import { dissectGraph } from '../../../solvers/linear/graph-dissection.js';
import { planGenerator } from '../../../solvers/linear/generator-plan.js';
import { logScaled } from '../../../solvers/linear/scaled-front.js';
import { stationaryVector } from '../../../solvers/linear/substitution.js';
import type { Csr } from '../../../src/num/csr.js';
import { denseSteadyState, gradientChain, numbers, onGrid, randomChain, ratesFrom } from './chains.js';

/** ln of the steady state, up to a constant, by state. */
function logSteady(
  rates: Csr,
  cells?: readonly number[],
  kernel?: KernelName,
  periodic?: readonly boolean[],
): Float64Array {
  const all = new Uint8Array(rates.rows).fill(1);
  const plan = cells
    ? planGenerator(onGrid(rates, cells, periodic && [...periodic]))
    : planElimination(rates, dissectGraph(rates, all));
  const elimination = eliminate(plan, kernel);
  const x = stationaryVector(elimination);
  const log = new Float64Array(rates.rows);
  elimination.fronts.dissection.order.forEach((state, k) => (log[state] = logScaled(x, k)));
  return log;
}

/** max |u − v| after both are shifted to have their largest entry at 0. */
function distance(u: Float64Array, v: Float64Array): number {
  const [a, b] = [Math.max(...u), Math.max(...v)];
  return u.reduce((worst, x, i) => Math.max(worst, Math.abs(x - a - (v[i] - b))), 0);
}

describe.each(['plain', 'wasm'] as const)('stationaryVector by the %s kernel', (kernel) => {
  it('is right in every entry of a plane that spans 400 nats', () => {
    const { rates, potential } = gradientChain([48, 40], (i, j) => {
      const [x, y] = [i / 12 - 2, j / 10 - 2];
      return 40 * (x * x - 1) ** 2 + 12 * y * y + 9 * x * y;
    });
    expect(Math.max(...potential) - Math.min(...potential)).toBeGreaterThan(400);
    expect(
      distance(
        logSteady(rates, [48, 40], kernel),
        potential.map((u) => -u),
      ),
    ).toBeLessThan(1e-11);
  });

  it('is right in space and on periodic axes', () => {
    const space = gradientChain([8, 9, 7], (i, j, k) => 0.9 * (i - 4) ** 2 + 0.4 * j * k + 0.2 * i * j);
    expect(
      distance(
        logSteady(space.rates, [8, 9, 7], kernel),
        space.potential.map((u) => -u),
      ),
    ).toBeLessThan(1e-12);
    const periodic = [true, true];
    const torus = gradientChain(
      [24, 18],
      (i, j) => 8 * Math.sin((i * Math.PI) / 12) * Math.cos((j * Math.PI) / 9),
      periodic,
    );
    expect(
      distance(
        logSteady(torus.rates, [24, 18], kernel, periodic),
        torus.potential.map((u) => -u),
      ),
    ).toBeLessThan(1e-12);
  });

  it('is right without detailed balance: random chains against the dense loop', () => {
    for (const nats of [1, 60]) {
      const rates = randomChain(150, 300, nats, nats);
      const exact = denseSteadyState(rates).map(Math.log);
      expect(distance(logSteady(rates, undefined, kernel), exact)).toBeLessThan(1e-12);
    }
  });
});

describe('stationaryVector', () => {
  it('spans thousands of nats: one deep well, and two with a wall between', () => {
    const well = gradientChain([30, 30], (i, j) => 8 * (i - 12) ** 2 + 5 * (j - 20) ** 2);
    expect(Math.max(...well.potential)).toBeGreaterThan(4000);
    expect(
      distance(
        logSteady(well.rates, [30, 30]),
        well.potential.map((u) => -u),
      ),
    ).toBeLessThan(1e-10);
    const walled = gradientChain([30, 16], (i, j) => 3000 * Math.exp(-(((i - 14.5) / 6) ** 2)) + (j - 8) ** 2 + i);
    expect(
      distance(
        logSteady(walled.rates, [30, 16]),
        walled.potential.map((u) => -u),
      ),
    ).toBeLessThan(1e-10);
  });

  it('does not depend on the unit of time', () => {
    const { rates } = gradientChain([12, 12], (i, j) => (i * j) / 3);
    const slow = { ...rates, value: rates.value.map((x) => x * 1e-250) };
    const fast = { ...rates, value: rates.value.map((x) => x * 1e250) };
    const reference = logSteady(rates, [12, 12]);
    expect(distance(logSteady(slow, [12, 12]), reference)).toBeLessThan(1e-12);
    expect(distance(logSteady(fast, [12, 12]), reference)).toBeLessThan(1e-12);
  });

  it('takes chains of one state, and one-way rings', () => {
    expect([...logSteady(ratesFrom(1, []))]).toEqual([0]);
    const ring = ratesFrom(
      40,
      [...Array(40).keys()].map((i) => [i, (i + 1) % 40, 1 + i] as const),
    );
    expect(
      distance(
        logSteady(ring),
        Float64Array.from({ length: 40 }, (_, i) => -Math.log(1 + i)),
      ),
    ).toBeLessThan(1e-13);
  });
});

describe('eliminate', () => {
  it('knows its cost beforehand and finds the same factors with both kernels', () => {
    const next = numbers(2);
    const { rates } = gradientChain([20, 20], () => 3 * next());
    const plan = planGenerator(onGrid(rates, [20, 20]), { killing: 0.3, keepUpper: true });
    const [plain, wasm] = [eliminate(plan, 'plain'), eliminate(plan, 'wasm')];
    expect([plain.kernel.name, wasm.kernel.name]).toEqual(['plain', 'wasm']);
    expect(plan.cost.flops).toBeGreaterThan(1e5);
    expect(plan.cost.bytes).toBeGreaterThan(8 * plain.kernel.factors.length + 8 * plain.kernel.arena.length);
    expect(plain.factorsAt[plain.factorsAt.length - 1]).toBe(plain.kernel.factors.length);
    plain.kernel.factors.forEach((x, k) => {
      expect(Math.abs(wasm.kernel.factors[k] - x)).toBeLessThanOrEqual(1e-12 * x);
    });
  });

  it('leaves states out, and kills what jumps into them', () => {
    const { rates } = gradientChain([9, 9], () => 0);
    const active = new Uint8Array(81).fill(1);
    active[0] = 0;
    const plan = planGenerator(onGrid(rates, [9, 9]), { active });
    expect(plan.chain.size).toBe(80);
    expect(plan.chain.killing.reduce((a, b) => a + b)).toBe(2);
  });

  it('refuses rates that are none, and chains that fall apart', () => {
    const bad = (value: number): Csr => ({
      ...ratesFrom(2, [
        [0, 1, 1],
        [1, 0, 1],
      ]),
      value: Float64Array.of(-1, value, 1, -1),
    });
    const plan = (rates: Csr, killing?: number) =>
      planElimination(rates, dissectGraph(rates, new Uint8Array(rates.rows).fill(1)), { killing });
    expect(() => plan(bad(-1))).toThrow(/rates must be finite and ≥ 0, got -1 from state 1 to 0/);
    expect(() => plan(bad(NaN))).toThrow(/got NaN/);
    expect(() => plan(bad(Infinity))).toThrow(/got Infinity/);
    expect(() => plan(bad(1), -1)).toThrow(/killing rates must be finite and ≥ 0, got -1 at state/);
    expect(() => plan(bad(1), NaN)).toThrow(/got NaN/);
    const apart = ratesFrom(
      40,
      [...Array(20).keys()].map((i) => [2 * i, 2 * i + 1, 1] as const),
    );
    expect(() => eliminate(plan(apart))).toThrow(/a way out of every set of states, got a set closed at state/);
  });
});
