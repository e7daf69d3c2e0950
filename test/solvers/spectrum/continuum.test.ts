import { describe, expect, it } from 'vitest';
import { runs } from '../../../src/num/reversible.js';
import { tridiagonal } from '../../../src/num/tridiagonal.js';
import { continuum } from '../../../solvers/spectrum/continuum.js';
import type { GridEnds } from '../../../solvers/spectrum/continuum.js';
import { chainOf, fitted, lineGenerator, ornsteinUhlenbeck, uniformCells } from '../hand-built.js';
import type { Generator } from '../../../src/fv/generator.js';

const look = (generator: Generator, ends: GridEnds = {}) => {
  const chain = tridiagonal(generator.rates);
  return continuum(chain, runs(chain), ends);
};

describe('continuum', () => {
  it('finds none in a well whose potential grows at both ends', () => {
    const { edge, evidence } = look(ornsteinUhlenbeck(uniformCells(-8, 8, 400)));
    expect(edge).toBeNull();
    expect(evidence).toEqual(['The potential is not flat at any open end: the rates are isolated.']);
  });

  it('finds a²/(4D) for a constant drift, at the end that is open', () => {
    const cells = uniformCells(-60, 0, 3000);
    const drift = fitted(
      cells,
      () => 2,
      (x) => (3 / 2) * x,
    );
    expect(look(drift, { upper: 'wall' }).edge).toBeCloseTo(9 / 8, 3);
    expect(look(drift).evidence[0]).toMatch(/At the lower end of cells 0 to 2999 .* a continuum\./);
    expect(look(drift, { lower: 'wall', upper: 'wall' }).edge).toBeNull();
  });

  it('finds 0 for free diffusion on an open line, and none between two walls', () => {
    const free = fitted(
      uniformCells(0, 1, 300),
      () => 1,
      () => 0,
    );
    expect(look(free).edge).toBeLessThan(1e-3);
    expect(look(free, { lower: 'wall', upper: 'wall' }).edge).toBeNull();
  });

  it('includes the part of the hopping where the noise grows with x', () => {
    // D = x² on its own axis: −d/dx(x² d/dx) has no drift potential, and yet its spectrum starts at 1/4.
    const cells = uniformCells(0, 8000, 8000);
    const growing = fitted(
      cells,
      (x) => x * x,
      (x) => Math.log(x * x),
    );
    expect(look(growing, { lower: 'wall' }).edge).toBeCloseTo(0.25, 3);
  });

  it.each([
    // a²/4 + a'/2 for a = −2(1 − 1/z): 1 − 2/z + 2/z², which at the end of the grid is still 1 % below its limit.
    ['like 1/length', (z: number) => -2 * (z - Math.log(z)), 3e-4],
    // for a = −2(1 − 3e^(−z/30)): 1 − 6e^(−z/30) + …, 1 % below as well.
    ['exponentially', (z: number) => -2 * (z + 90 * Math.exp(-z / 30)), 3e-4],
  ])('finds the limit of a potential that approaches it %s', (_, potential, error) => {
    const chain = fitted(uniformCells(1, 200, 8000), () => 1, potential);
    const { edge } = look(chain, { lower: 'wall' });
    expect(Math.abs(edge! - 1)).toBeLessThan(error);
  });

  it('does not look at runs with one-way faces', () => {
    const found = look(
      lineGenerator(new Array<number>(40).fill(1).with(39, 0), new Array<number>(40).fill(1).with(20, 0).with(39, 0)),
    );
    expect(found.edge).toBeNull();
    expect(found.evidence).toEqual(['Cells 0 to 39 are joined one way only somewhere; their ends were not looked at.']);
  });

  it('looks past rates of a well that does not feel the end', () => {
    // Forty cells of constant drift (edge (√2 − 1)²), a barrier, and a well of 150 cells with a rate just above the edge.
    const [lower, upper]: number[][] = [[], []];
    const add = (count: number, up: number, down: number) => {
      for (let k = 0; k < count; k++) {
        lower.push(up);
        upper.push(down);
      }
    };
    add(40, 1, 2);
    add(6, 1, 50);
    add(6, 50, 1);
    add(150, 0.92, 0.92);
    add(1, 0, 0);
    const chain = chainOf(lower, upper);
    const found = continuum(chain, runs(chain), { upper: 'wall' });
    expect(found.edge).toBeCloseTo((Math.SQRT2 - 1) ** 2, 12);
  });

  it('concludes nothing where a flat end has no rate of its own', () => {
    // The same barrier, but a flat stretch so short that its own lowest rate is not among the next few of the well.
    const flat = [...new Array<number>(16).fill(1), ...new Array<number>(4).fill(1), ...new Array<number>(4).fill(90)];
    const back = [
      ...new Array<number>(16).fill(1.05),
      ...new Array<number>(4).fill(90),
      ...new Array<number>(4).fill(1),
    ];
    const well = new Array<number>(100).fill(0.8);
    const chain = chainOf([...flat, ...well, 0], [...back, ...well, 0]);
    const found = continuum(chain, runs(chain), { upper: 'wall' });
    expect(found.edge).toBeNull();
    expect(found.evidence[0]).toMatch(/no rate near above it moves/);
  });

  it('says nothing about runs of a few cells', () => {
    expect(look(ornsteinUhlenbeck(uniformCells(-3, 3, 40))).edge).toBeNull();
  });
});
