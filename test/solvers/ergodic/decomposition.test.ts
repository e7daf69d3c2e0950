import { describe, expect, it } from 'vitest';
import { ergodicDecomposition, limitWeights } from '../../../solvers/ergodic/decomposition.js';
import { evolve } from '../../../solvers/evolve/evolve.js';
import { generatorOf, lineGenerator, ornsteinUhlenbeck, pointMass, uniformCells } from '../hand-built.js';

describe('ergodicDecomposition', () => {
  it('splits a line into wells, the cells between them, and where these end', () => {
    //  0 ⇄ 1 ← 2 ⇄ 3 → 4 ⇄ 5   6
    const generator = lineGenerator([1, 0, 3, 4, 5, 0, 0], [3, 6, 7, 0, 5, 0, 0]);
    const { classes, transient, absorption } = ergodicDecomposition(generator);
    expect(classes.map((c) => [...c.cells])).toEqual([[0, 1], [4, 5], [6]]);
    expect([...transient]).toEqual([2, 3]);
    expect([...classes[0].steady!]).toEqual([0.75, 0.25].map((v) => expect.closeTo(v, 15)));
    expect([...classes[2].steady!]).toEqual([1]);
    // h2 = (6 + 3 h3)/9, h3 = 7 h2/11.
    expect(absorption[0][2]).toBeCloseTo(66 / 78, 14);
    expect(absorption[0][3]).toBeCloseTo(42 / 78, 14);
    for (let i = 0; i < 7; i++) {
      expect(absorption.reduce((s, h) => s + h[i], 0)).toBeCloseTo(1, 15);
    }
    // What evolution says after a long time.
    const start = pointMass(generator, 3);
    const end = evolve(generator, start, [1e4]).value.frames[0].density.mass;
    const weights = limitWeights(ergodicDecomposition(generator), start);
    expect(end[0] + end[1]).toBeCloseTo(weights[0], 13);
    expect(end[4] + end[5]).toBeCloseTo(weights[1], 13);
    expect(weights[2]).toBe(0);
  });

  it('gives the masses themselves where no jump joins the classes', () => {
    const generator = lineGenerator([1, 0, 1, 0], [1, 0, 1, 0]);
    const mass = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    const weights = limitWeights(ergodicDecomposition(generator), { grid: generator.grid, mass });
    expect(weights[0]).toBeCloseTo(0.3, 15);
    expect(weights[1]).toBeCloseTo(0.7, 15);
  });

  it('gives the steady state of a fine line', () => {
    const cells = uniformCells(-8, 8, 4000);
    const { classes } = ergodicDecomposition(ornsteinUhlenbeck(cells));
    const steady = classes[0].steady!;
    const norm = cells.x.reduce((s, x) => s + Math.exp(-(x * x) / 2), 0);
    cells.x.forEach((x, i) => {
      expect(Math.abs(steady[i] / (Math.exp(-(x * x) / 2) / norm) - 1)).toBeLessThan(1e-11);
    });
  });

  it('takes any graph', () => {
    // 0 and 3 trap; 1 and 2 wander: the gambler's ruin on a square.
    const jumps = { from: [1, 1, 2, 2], to: [0, 2, 1, 3], rate: [2, 1, 1, 1] };
    const extra = { from: [...jumps.from, 1], to: [...jumps.to, 3], rate: [...jumps.rate, 1] };
    const generator = generatorOf(4, extra);
    const { classes, absorption, transient } = ergodicDecomposition(generator);
    expect([...transient]).toEqual([1, 2]);
    expect(classes.map((c) => c.steady)).toEqual([null, null]);
    // h1 = (2 + h2)/4, h2 = h1/2.
    expect(absorption[0][1]).toBeCloseTo(4 / 7, 14);
    expect(absorption[1][2]).toBeCloseTo(5 / 7, 14);
    const ring = ergodicDecomposition(lineGenerator([1, 1, 1], [1, 1, 1]));
    expect(ring.classes).toHaveLength(1);
    expect(ring.classes[0].steady).toBeNull();
  });

  it('refuses a density on another grid', () => {
    const generator = lineGenerator([1, 0], [1, 0]);
    const wrong = { grid: generator.grid, mass: Float64Array.of(1) };
    expect(() => limitWeights(ergodicDecomposition(generator), wrong)).toThrow(/a density on 2 cells, got 1 masses/);
  });
});
