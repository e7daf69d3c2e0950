import { describe, expect, it } from 'vitest';
import type { Sde } from '../../../src/sde/sde.js';
import { sdeStep } from '../../../solvers/particles/sde-process.js';
import { stepStudy, type StepStudyOptions } from '../../../solvers/particles/step-study.js';

/** dx = −x dt + √2 dW: under Euler–Maruyama E x² at time t is known exactly. */
const sde: Sde = { names: ['x'], drift: (at, out) => void (out[0] = -at[0]), diffusion: (_, out) => void (out[0] = 1) };
const options: StepStudyOptions = {
  dimension: 1,
  stepAt: () => sdeStep(sde, 'euler'),
  of: ([x]) => x * x,
  initial: (_, theta) => void (theta[0] = 2),
  timeStep: 0.02,
  steps: 6,
  paths: 4000,
  seed: 1,
};

describe('a study of time steps', () => {
  it('sees the weak order of a scheme, and its error, from shared paths', () => {
    const { means, differences, order, error, timeSteps } = stepStudy(options);
    expect(timeSteps).toEqual([0.02, 0.04, 0.08]);
    const exact = timeSteps.map((h) => {
      let square = 4;
      for (let n = 0; n < 0.48 / h - 1e-9; n++) square = (1 - h) ** 2 * square + 2 * h;
      return square;
    });
    means.forEach((mean, i) => expect(Math.abs(mean - exact[i])).toBeLessThan(0.15));
    expect(Math.abs(differences[0].value - (exact[2] - exact[1]))).toBeLessThan(4 * differences[0].error);
    expect(Math.abs(differences[1].value - (exact[1] - exact[0]))).toBeLessThan(4 * differences[1].error);
    expect(Math.abs(order! - 1)).toBeLessThan(0.4);
    const truth = 1 + 3 * Math.exp(-0.96);
    expect(error / Math.abs(exact[0] - truth)).toBeGreaterThan(0.5);
    expect(error / Math.abs(exact[0] - truth)).toBeLessThan(2);
  });

  it('claims no order where noise hides it', () => {
    expect(stepStudy({ ...options, paths: 5, of: ([x]) => x - x }).order).toBeNull();
  });

  it('leaves out paths that overflow, and refuses where most do', () => {
    const wild = (share: number): StepStudyOptions['initial'] => {
      let path = 0;
      return (_, theta) => void (theta[0] = path++ % 10 < share ? NaN : 2);
    };
    const { means } = stepStudy({ ...options, paths: 100, initial: wild(1) });
    expect(means.every(Number.isFinite)).toBe(true);
    expect(() => stepStudy({ ...options, paths: 100, initial: wild(9) })).toThrow(
      'particles.timeStep: a step at which paths stay finite, got 90 of 100 that do not at 4·0.02. Shorten it.',
    );
  });

  it.each([
    ['stepStudy.steps: an integer above 1, got 0', { steps: 0 }],
    ['stepStudy.paths: an integer above 1, got NaN', { paths: NaN }],
  ])('%s', (message, wrong) => expect(() => stepStudy({ ...options, ...wrong })).toThrow(message));
});
