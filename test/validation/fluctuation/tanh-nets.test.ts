import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { model } from '../../../src/model/symbolic-loss.js';
import { sgd } from '../../../src/sde/gradient-noise.js';
import { stationaryOfParameter } from '../../../solvers/steady/parameter-state.js';
import { TANH_CRITICAL, TANH_DATA, tanhFluctuations } from '../../../validation/fluctuation/tanh-nets.js';

describe('fluctuations of tanh nets', () => {
  const rows = tanhFluctuations({
    temperatures: [0.1, 0.7, 1.1].map((share) => share * TANH_CRITICAL),
    particles: 120,
    time: 100,
    timeStep: 0.05,
    seed: 2,
  });

  it('grow with temperature in one layer', () => {
    const [low, middle, high] = rows.map(({ shallow }) => shallow);
    expect(middle.variance).toBeGreaterThan(low.variance + 3 * middle.error);
    expect(high.variance).toBeGreaterThan(middle.variance + 3 * Math.hypot(middle.error, high.error));
  });

  it('rise and fall again in two layers, which collapse at T_c = E xy/Var xy', () => {
    expect(TANH_CRITICAL).toBeCloseTo(0.71372, 4);
    const [low, middle, high] = rows.map(({ deep }) => deep);
    expect(middle.variance).toBeGreaterThan(low.variance + 3 * middle.error);
    expect(high.variance).toBeLessThan(middle.variance - 3 * Math.hypot(middle.error, high.error));
    expect(high.mean).toBeLessThan(middle.mean / 2);
  });

  it('are those of the finite volumes in one layer', () => {
    const net = model({ parameters: ['v'], prediction: 'tanh(v*x)' });
    const [{ temperature, shallow }] = rows;
    const [exact] = stationaryOfParameter(sgd(net, law(TANH_DATA), { temperature })).components;
    expect(Math.abs(shallow.variance - exact.variance)).toBeLessThan(4 * shallow.error + 0.02 * exact.variance);
    expect(Math.abs(shallow.mean - exact.mean)).toBeLessThan(0.02);
  });
});
