import { describe, expect, it } from 'vitest';
import { bernoulli } from '../../src/num/bernoulli.js';
import { marcher } from '../../src/num/panel.js';
import { compensatedSum } from '../../src/num/sum.js';
import { halfLine, wholeLine, type LineSde } from '../../src/sde/line.js';
import { axis, axisFromMap } from '../../src/grid/axis.js';
import { fitLines, lineGenerator } from '../../src/fv/line-generator.js';
import { lineFit } from '../../src/fv/line-fit.js';
import { chainLogMass, generatorDefect } from '../../solvers/steady/line-chain.js';
import { lineCells } from '../../solvers/steady/line-grid.js';
import { lineLaw, type LineLaw } from '../../solvers/steady/line-law.js';

/** Ornstein–Uhlenbeck dv = −v dt + √2 dW in the coordinate asinh v. */
const ornstein: LineSde = (() => {
  const map = wholeLine(0, 1);
  return {
    name: 'class-1',
    variable: 'v',
    map,
    evaluate(y, out) {
      const slope = Math.cosh(y);
      out[1] = 1 / slope ** 2;
      out[0] = (-Math.sinh(y) - out[1] * Math.sinh(y)) / slope;
    },
    settled: [-3, 3],
    landmarks: [0],
    endDrift: [0, 0],
  };
})();

/** v ~ Gamma(shape k, rate 1) in y = ln v, or mirrored to v < 0: a = k − eʸ with D = 1 gives p_y ∝ exp(ky − eʸ). */
const gamma = (k: number, sign: 1 | -1): LineSde => ({
  name: sign > 0 ? 'v>0' : 'v<0',
  variable: 'v',
  map: halfLine(0, sign),
  evaluate(y, out) {
    out[0] = k - Math.exp(y);
    out[1] = 1;
  },
  settled: [-1, 1],
  landmarks: [0],
  endDrift: [0, 0],
});

describe('lineFit', () => {
  it('gives a constant slope the Bernoulli resistance of Scharfetter and Gummel', () => {
    const line: LineSde = { ...gamma(2, 1), evaluate: (_y, out) => ((out[0] = 6), (out[1] = 2)) };
    const y = Float64Array.of(0, 0.5, 1);
    const { phi, logResistance, logVolume } = lineFit(line, y, Float64Array.of(-0.25, 0.25, 0.75, 1.25));
    expect(phi[0]).toBeCloseTo(1.5, 14);
    expect(Math.exp(-logResistance[0])).toBeCloseTo(bernoulli(-1.5) / 0.5, 13);
    // ∫e^{3y}/2 over ±¼
    expect(Math.exp(logVolume[1])).toBeCloseTo(Math.sinh(0.75) / 3, 13);
  });

  it('agrees on fine lattices, even in y or in v, with marching every half-cell', () => {
    const line = gamma(0.7, 1);
    const { march } = marcher(line.evaluate);
    const n = 20_000;
    const even = (low: number, high: number) => (_: unknown, i: number) => low + ((high - low) * i) / (2 * n);
    // Nodes and edges by turns.
    const lattices = [
      Float64Array.from({ length: 2 * n + 1 }, even(-8, 2)),
      Float64Array.from({ length: 2 * n + 1 }, even(0.01, 7)).map(Math.log),
    ];
    for (const points of lattices) {
      const [edges, y] = [0, 1].map((odd) => points.filter((_, i) => i % 2 === odd));
      const fit = lineFit(line, y, edges);
      for (let i = 1; i < n - 1; i += 37) {
        const { phi, logResistance } = { ...march(y[i], y[i + 1]) };
        expect(Math.abs(fit.phi[i] - phi)).toBeLessThan(1e-15);
        expect(Math.abs(fit.logResistance[i] - logResistance)).toBeLessThan(1e-11);
        const volume = Math.exp(march(y[i], edges[i]).logVolume) + Math.exp(march(y[i], edges[i + 1]).logVolume);
        expect(Math.abs(fit.logVolume[i] - Math.log(volume))).toBeLessThan(1e-11);
      }
      const total = march(y[1], y[n - 2]).phi;
      expect(Math.abs(compensatedSum(fit.phi.subarray(1, n - 2)) / total - 1)).toBeLessThan(1e-13);
    }
  });

  it('lets a cell with an infinite edge hold the whole tail, or an infinite mass where it diverges', () => {
    const y = Float64Array.of(-1, 0);
    const edges = Float64Array.of(-Infinity, -0.5, 0.5);
    const line = gamma(0.3, 1);
    const { logVolume } = lineFit(line, y, edges);
    // ∫_{−∞}^{−½} exp(0.3y − eʸ) dy / exp(−0.3 − e^{−1}) = lower incomplete gamma, by mpmath.
    expect(Math.exp(logVolume[0])).toBeCloseTo(4.929093939151275, 12);
    expect(lineFit(gamma(-0.3, 1), y, edges).logVolume[0]).toBe(Infinity);
  });
});

describe('lineGenerator', () => {
  for (const cells of [12, 200, 5000]) {
    it(`has the exact cell probabilities of a Gaussian as its steady state at n = ${cells}`, () => {
      const law = lineLaw(ornstein) as LineLaw;
      const grid = axis('v', { kind: 'uniform', from: -6, to: 6, cells });
      const [part] = fitLines([ornstein], grid);
      const { logMass } = lineCells(law, part, cells);
      const generator = lineGenerator(grid, [part]);
      expect(generator.facts.recurrentClasses).toBe(1);
      expect(generator.facts.smallestRate).toBeGreaterThan(0);
      expect(generator.facts.columnDefect).toBeLessThan(1e-15);
      expect(generatorDefect(generator, part, logMass)).toBeLessThan(1e-11);
      // P(0 < v < 1) = erf(1/√2)/2
      const edges = [...grid.edges];
      const [a, b] = [edges.findIndex((e) => Math.abs(e) < 1e-12), edges.findIndex((e) => Math.abs(e - 1) < 1e-12)];
      if (a >= 0 && b >= 0) {
        const mass = logMass.slice(a, b).reduce((sum, m) => sum + Math.exp(m), 0);
        expect(mass).toBeCloseTo(0.3413447460685429, 13);
      }
    });
  }

  it('keeps two lines apart and follows the orientation of each', () => {
    const lines = [gamma(3, -1), gamma(2, 1)];
    const grid = axis('v', { kind: 'signed-log', from: 1e-3, to: 50, cells: 400 });
    const fitted = fitLines(lines, grid);
    const generator = lineGenerator(grid, fitted);
    expect(generator.facts.recurrentClasses).toBe(2);
    for (const [i, k] of [3, 2].entries()) {
      const logMass = chainLogMass(generator, i * 200, 200);
      const mode = i * 200 + logMass.indexOf(Math.max(...logMass));
      // Mass per cell is largest where v p(v) is: |v| = k.
      expect(Math.abs(grid.centres[mode])).toBeCloseTo(k, 0);
      const law = lineLaw(lines[i]) as LineLaw;
      expect(generatorDefect(generator, fitted[i], lineCells(law, fitted[i], 400).logMass)).toBeLessThan(1e-10);
    }
  });

  it('leaves out lines without a cell', () => {
    expect(fitLines([gamma(1, -1)], axis('v', { kind: 'log', from: 1, to: 2, cells: 4 }))).toEqual([]);
  });

  it('makes a cell that swallows an infinite mass absorb', () => {
    const line = gamma(-0.5, 1);
    const grid = axisFromMap('v', 'auto', 6, (x) => (x === 0 ? 0 : Math.exp(-4 + 6 * x)));
    const generator = lineGenerator(grid, fitLines([line], grid));
    const { rowStart, column, value } = generator.rates;
    const fromFirst = [...column.keys()].filter((k) => column[k] === 0 && k >= rowStart[1] && value[k] !== 0);
    expect(fromFirst).toEqual([]);
  });
});
