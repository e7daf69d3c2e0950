import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { model } from '../../../src/model/symbolic-loss.js';
import { sgd } from '../../../src/sde/gradient-noise.js';
import { balanceSystem } from '../../../solvers/balance/balance-system.js';
import { orbitSolver } from '../../../solvers/balance/balance-point.js';
import { exponentialSymmetry } from '../../../solvers/balance/exponential-symmetry.js';
import { noetherFlow } from '../../../solvers/balance/noether-flow.js';
import { noisyLine, systemOf, wave } from './problems.js';

const names = ['u', 'w'];
const rescaling = exponentialSymmetry(
  [
    [1, 0],
    [0, -1],
  ],
  names,
);

describe('orbitSolver', () => {
  it('agrees with the charge of the SDE, 2θᵀA·drift + 2 Tr[A D], with decay and both modified losses', () => {
    const three = ['a', 'b', 'w'];
    const text = { parameters: three, loss: '(a*w*x - y)^2 + (b*w*x - e)^2' };
    const A = [1, 1, -1];
    const settings = [
      { temperature: 0.2 },
      { temperature: 0.2, weightDecay: 0.3 },
      { learningRate: 0.4, batchSize: 5, modifiedLoss: true },
      { learningRate: 0.4, batchSize: 5, weightDecay: 0.2, modifiedLoss: true },
      { temperature: 0.1, weightDecay: 0.2, modifiedLoss: 'paper' as const },
    ];
    for (const options of settings) {
      const sde = sgd(model(text), noisyLine, options);
      const symmetry = exponentialSymmetry(
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, -1],
        ],
        three,
      );
      const { rate } = orbitSolver(balanceSystem(model(text), noisyLine, options), symmetry);
      const [drift, D] = [new Float64Array(3), new Float64Array(9)];
      for (let k = 0; k < 10; k++) {
        const theta = [2 * wave(k), 2 * wave(k + 50), 2 * wave(k + 90)];
        sde.drift(theta, drift);
        sde.diffusion(theta, D);
        const charge = A.reduce((sum, a, i) => sum + 2 * a * (theta[i] * drift[i] + D[4 * i]), 0);
        const { value, size } = rate(theta);
        expect(Math.abs(value - charge)).toBeLessThan(1e-11 * (size + 1));
      }
    }
  });

  it('gives u² = w² to 10⁻¹³ for a scalar rescaling, whatever the loss and the data', () => {
    const laws = [
      noisyLine,
      law({ x: 'exponential(2)', y: 'x^2' }),
      law({ x: 'discrete([1, 2, 5])', e: 'rademacher()', y: 'x*e' }),
    ];
    const losses = [{ prediction: 'u*w*x' }, { prediction: 'u*w*x + (u*w)^2' }, { loss: 'log(1 + exp(-y*u*w*x))' }];
    for (const text of losses) {
      for (const data of laws) {
        const { balance } = orbitSolver(
          balanceSystem(model({ parameters: names, ...text }), data, { temperature: 0.1 }),
          rescaling,
        );
        for (let k = 0; k < 8; k++) {
          const start = [2 * wave(k), 2 * wave(k + 100)];
          const { value, outcome } = balance(start);
          expect(outcome).toBe('converged');
          const [u, w] = value!.theta;
          expect(Math.abs(u * u - w * w) / (u * u)).toBeLessThan(1e-13);
          expect(u * w).toBeCloseTo(start[0] * start[1], 14);
          expect(value!.residual).toBeLessThan(1e-12);
          expect(Math.abs(value!.noiseU / value!.noiseW - 1)).toBeLessThan(1e-12);
        }
      }
    }
  });

  it('keeps u² = w² with weight decay and with the modified loss, which theory says', () => {
    for (const options of [
      { temperature: 0.1, weightDecay: 0.3 },
      { learningRate: 0.2, batchSize: 2, modifiedLoss: true },
      { temperature: 0.1, weightDecay: 0.1, modifiedLoss: 'paper' as const },
    ]) {
      const { value } = orbitSolver(systemOf('u*w*x', names, options).system, rescaling).balance([0.4, 1.7]);
      expect(value!.theta[0]).toBeCloseTo(value!.theta[1], 13);
    }
  });

  it('balances where u² ≠ w²: two outputs of one hidden weight', () => {
    // f = u·tanh(w x) has no rescaling symmetry; u·w·x + (u·w)·a does, but (u₁, u₂) against w is not scalar.
    const A = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, -1],
    ];
    const three = ['a', 'b', 'w'];
    const symbolic = model({ parameters: three, loss: '(a*w*x - y)^2 + (b*w*x - e)^2' });
    for (const options of [
      { temperature: 0.1 },
      { temperature: 0.1, weightDecay: 0.4 },
      { learningRate: 0.3, batchSize: 3, weightDecay: 0.1, modifiedLoss: true },
    ]) {
      const system = balanceSystem(symbolic, noisyLine, options);
      const solver = orbitSolver(system, exponentialSymmetry(A, three));
      const { value } = solver.balance([0.5, -1, 0.8]);
      expect(value!.residual).toBeLessThan(1e-13);
      const [a, b, w] = value!.theta;
      expect(Math.abs(a * a + b * b - w * w)).toBeGreaterThan(1e-2);
      // The law of balance by the definition of its left side: E over noise of the change of θᵀAθ in the SDE, by finite differences of L.
      expect(Math.abs(solver.rate(value!.theta).value)).toBeLessThan(1e-13 * solver.rate(value!.theta).size);
    }
  });

  it('balances under a symmetry with unequal and turned rates', () => {
    const { system } = systemOf('u*u*w*x', names);
    const { value } = orbitSolver(
      system,
      exponentialSymmetry(
        [
          [1, 0],
          [0, -2],
        ],
        names,
      ),
    ).balance([0.7, 0.9]);
    // Noise: Var ψ·((2uw)², u⁴); balance 1·4u²w² = 2·u⁴, so u² = 2w².
    expect(value!.theta[0] ** 2 / value!.theta[1] ** 2).toBeCloseTo(2, 12);
    // (p − q)(p + q) with A = [[0, 1], [1, 0]]: u = p + q, w = p − q, balance at pq = 0.
    const turned = systemOf('(p + q)*(p - q)*x', ['p', 'q']).system;
    const point = orbitSolver(
      turned,
      exponentialSymmetry(
        [
          [0, 1],
          [1, 0],
        ],
        ['p', 'q'],
      ),
    ).balance([1.3, 0.4]).value!;
    expect(Math.abs(point.theta[1])).toBeLessThan(1e-14);
    expect(point.theta[0]).toBeCloseTo(Math.sqrt(1.3 ** 2 - 0.4 ** 2), 13);
  });

  it('holds a scale symmetry by decay and lets it grow without', () => {
    const text = { parameters: names, loss: '(u*x/sqrt(u^2+w^2) - y)^2' };
    const A = exponentialSymmetry(
      [
        [1, 0],
        [0, 1],
      ],
      names,
    );
    const free = orbitSolver(balanceSystem(model(text), noisyLine, { temperature: 0.1 }), A).balance([1, 1]);
    expect(free).toMatchObject({ value: null, outcome: 'to-plus-infinity' });
    const system = balanceSystem(model(text), noisyLine, { temperature: 0.1, weightDecay: 0.2 });
    const { value } = orbitSolver(system, A).balance([1, 1]);
    // |θ|⁴ = T s/(4γ) with s = Tr C on the unit circle (penalty γ|θ|²).
    const C = new Float64Array(4);
    system.gradient([Math.SQRT1_2, Math.SQRT1_2], new Float64Array(2), C);
    expect(Math.hypot(...value!.theta) ** 4).toBeCloseTo((0.1 * (C[0] + C[3])) / 0.8, 12);
  });

  it('says why an orbit has no balanced point', () => {
    const { balance } = orbitSolver(systemOf('u*w*x', names).system, rescaling);
    expect(balance([0, 0]).outcome).toBe('fixed-point');
    expect(balance([1, 0])).toMatchObject({ value: null, outcome: 'to-minus-infinity' });
    expect(balance([0, -2])).toMatchObject({ value: null, outcome: 'to-plus-infinity' });
    expect(balance([1e200, 1e200]).outcome).toBe('not-finite');
    // y = kx fits exactly at uw = k.
    const exact = balanceSystem(
      model({ parameters: names, prediction: 'u*w*x' }),
      law({ x: 'normal(0, 1)', y: '2*x' }),
      { temperature: 0.1 },
    );
    expect(orbitSolver(exact, rescaling).balance([1, 2]).outcome).toBe('noiseless');
    expect(orbitSolver(exact, rescaling).balance([1, 3]).outcome).toBe('converged');
  });
});

describe('noetherFlow', () => {
  it('decays as exp(−4(Tg + γ)t) for u·w·x and ends in balance', () => {
    const { system } = systemOf('u*w*x', names, { temperature: 0.1, weightDecay: 0.02 });
    const solver = orbitSolver(system, rescaling);
    const start = [2, 0.3];
    // g = Var[x(vx − y)] with v = 0.6: x(vx − y) = −0.6x² − xe, so g = 0.36·2 + 0.25.
    const rate = 4 * (0.1 * (0.36 * 2 + 0.25) + 0.02);
    const times = [0, 0.5, 1, 3, 100];
    const { value, outcome } = noetherFlow(rescaling, start, solver.terms(start), { times });
    expect(outcome).toBe('converged');
    times.forEach((t, i) => expect(value.charge[i]).toBeCloseTo((4 - 0.09) * Math.exp(-rate * t), 8));
    expect(value.theta[0]).toBeCloseTo(solver.balance(start).value!.theta[0], 9);
  });

  it('tells of a flow that it cannot follow', () => {
    const terms = { rates: [1, -1], noise: [NaN, 1], decay: [0, 0] };
    expect(noetherFlow(rescaling, [1, 1], terms, { times: [0, 1] }).outcome).not.toBe('converged');
  });
});
