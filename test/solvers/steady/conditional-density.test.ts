import { describe, expect, it } from 'vitest';
import { grid } from '../../../src/grid/grid.js';
import { conditionalDensity } from '../../../solvers/steady/conditional-density.js';
import { tensorFigures, tensorTable } from '../../../solvers/steady/tensor-figures.js';

const cells = grid({ u: [-6, 6, 60], w: [-5, 5, 50] });
/** Normal with unit variances and correlation ½. */
const weight = (u: number, w: number): number => Math.exp(-(u * u - u * w + w * w) / 1.5);
const raw = Float64Array.from({ length: cells.size }, (_, cell) =>
  weight(cells.axes[0].centres[Math.floor(cell / 50)], cells.axes[1].centres[cell % 50]),
);
const total = raw.reduce((a, b) => a + b);
const density = { grid: cells, mass: raw.map((m) => m / total), logMass: raw.map((m) => Math.log(m / total)) };
const table = tensorTable(density);

describe('conditionalDensity', () => {
  it('of a bivariate normal is normal about ρu with variance 1 − ρ²', () => {
    const { axes, mass, logDensity } = conditionalDensity(table, { u: 1.1 });
    expect(axes.map(({ name }) => name)).toEqual(['w']);
    const mean = mass.reduce((sum, m, i) => sum + m * axes[0].centres[i], 0);
    expect(mean).toBeCloseTo(0.55, 5);
    expect(mass.reduce((sum, m, i) => sum + m * (axes[0].centres[i] - mean) ** 2, 0)).toBeCloseTo(0.75, 5);
    expect(mass.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(logDensity[25]).toBeCloseTo(Math.log(mass[25] / 0.2), 12);
  });

  it('throws for strangers, places off the axis, and nothing left', () => {
    expect(() => conditionalDensity(table, { q: 1 })).toThrow('given: values for some of u, w, got q.');
    expect(() => conditionalDensity(table, { u: 7 })).toThrow('given.u: a value within');
    expect(() => conditionalDensity(table, { u: NaN })).toThrow('given.u: a value within');
    expect(() => conditionalDensity(table, { u: 0, w: 0 })).toThrow('given: at least one coordinate left free');
    const empty = { ...table, logDensity: table.logDensity.map(() => -Infinity) };
    expect(() => conditionalDensity(empty, { u: 0 })).toThrow('given: a place where there is mass, got u = 0.');
  });
});

describe('tensorFigures', () => {
  it('has marginals, covariance and conditional moments', () => {
    const { covariance, marginals, conditionals, mean, variance, quantiles } = tensorFigures(density, table);
    expect(mean['u']).toBeCloseTo(0, 12);
    expect(variance['w']).toBeCloseTo(1, 4);
    expect(covariance[0][1]).toBeCloseTo(0.5, 4);
    expect(covariance[1][0]).toBe(covariance[0][1]);
    expect(marginals['u'].mass.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.exp(marginals['u'].logDensity[30])).toBeCloseTo(Math.exp(-0.005) / Math.sqrt(2 * Math.PI), 5);
    const at = cells.axes[0].centres[38];
    expect(conditionals['u']['w'].mean[38]).toBeCloseTo(0.5 * at, 4);
    expect(conditionals['u']['w'].variance[38]).toBeCloseTo(0.75, 4);
    expect(quantiles['u']['0.5']).toBeCloseTo(0, 10);
  });
});
