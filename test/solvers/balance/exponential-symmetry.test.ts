import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { model } from '../../../src/model/symbolic-loss.js';
import {
  demandSymmetry,
  exponentialSymmetry,
  moveAlong,
  symmetryDefect,
} from '../../../solvers/balance/exponential-symmetry.js';
import { noisyLine } from './problems.js';

const names = ['u', 'w'];

describe('exponentialSymmetry', () => {
  const wrong: [string, number[][], RegExp][] = [
    ['too few rows', [[1, 0]], /^symmetry: a matrix of 2 × 2 numbers, got 1 × 2\. One row per parameter: u, w\./],
    ['ragged rows', [[1, 0], [0]], /^symmetry: a matrix of 2 × 2 numbers, got 2 × 2 and 1\./],
    [
      'not symmetric',
      [
        [0, 1],
        [-1, 0],
      ],
      /^symmetry: a symmetric matrix, got 1 in row 1 and -1 in row 2/,
    ],
    [
      'zero',
      [
        [0, 0],
        [0, 0],
      ],
      /^symmetry: a matrix that is not 0, got 0/,
    ],
    [
      'not finite',
      [
        [NaN, 0],
        [0, 1],
      ],
      /^symmetry: finite numbers, got NaN/,
    ],
  ];
  for (const [name, A, message] of wrong) {
    it(`refuses a matrix that is ${name}`, () => expect(() => exponentialSymmetry(A, names)).toThrow(message));
  }

  it('moves parameters by e^{λA}', () => {
    const out = new Float64Array(2);
    moveAlong(
      exponentialSymmetry(
        [
          [1, 0],
          [0, -1],
        ],
        names,
      ),
      [2, 3],
      Math.log(2),
      out,
    );
    expect([...out]).toEqual([expect.closeTo(4, 14), expect.closeTo(1.5, 14)]);
    // e^{λ[[0,1],[1,0]]} = [[cosh λ, sinh λ], [sinh λ, cosh λ]].
    moveAlong(
      exponentialSymmetry(
        [
          [0, 1],
          [1, 0],
        ],
        names,
      ),
      [2, 3],
      0.7,
      out,
    );
    expect([...out]).toEqual([
      expect.closeTo(2 * Math.cosh(0.7) + 3 * Math.sinh(0.7), 13),
      expect.closeTo(2 * Math.sinh(0.7) + 3 * Math.cosh(0.7), 13),
    ]);
  });
});

describe('symmetryDefect of many columns', () => {
  it('needs no nodes of the law', () => {
    const columns = Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`x${k}`, 'normal(0, 1)']));
    const many = law({ ...columns, y: 'x0 - x19' });
    const A = exponentialSymmetry(
      [
        [1, 0],
        [0, -1],
      ],
      names,
    );
    expect(symmetryDefect(A, model({ parameters: names, prediction: 'u*w*(x1 + x7)' }), many)).toBeLessThan(1e-12);
    expect(symmetryDefect(A, model({ parameters: names, prediction: 'u*w*x1 + u' }), many)).toBeGreaterThan(0.01);
  });
});

describe('symmetryDefect', () => {
  const rescaling = exponentialSymmetry(
    [
      [1, 0],
      [0, -1],
    ],
    names,
  );
  it('is rounding where the loss has the symmetry and of order 1 where it has not', () => {
    const has = model({ parameters: names, loss: 'log(1 + exp(-y*u*w*x))' });
    expect(symmetryDefect(rescaling, has, noisyLine)).toBeLessThan(1e-12);
    expect(() => demandSymmetry(rescaling, has, noisyLine)).not.toThrow();
    const relu = model({ parameters: names, prediction: 'u*relu(w*x)' });
    expect(symmetryDefect(rescaling, relu, noisyLine)).toBeLessThan(1e-12);
    const hasNot = model({ parameters: names, prediction: 'u*tanh(w*x)' });
    expect(symmetryDefect(rescaling, hasNot, noisyLine)).toBeGreaterThan(0.1);
    expect(() => demandSymmetry(rescaling, hasNot, noisyLine)).toThrow(
      /^symmetry: ℓ\(e\^{λA}θ\) = ℓ\(θ\) for every λ, got a loss that changes by up to 0?\.?\d+ of its size/,
    );
    expect(symmetryDefect(rescaling, model({ parameters: names, loss: 'log(-1 - u^2*w^2*x^2*y^2)' }), noisyLine)).toBe(
      Infinity,
    );
  });
});
