import { reducedLines } from '../../src/sde/reduced.js';
import { chainSgd, gaussianNoise, meanRate } from '../ito-rule.js';
import { standard } from '../standard-problem.js';
import { equal, equalRelative, type Study } from '../study.js';

/** Drift of v that the modified loss adds at depth 1, from the solver's own SDE, data scaled so that β₁ = 1.3. */
function addedDrift(v: number): number {
  const at = (modifiedLoss: boolean | 'paper'): number => {
    const p = standard({ beta: [1.3, 0.8], temperature: 0.1, modifiedLoss });
    const line = reducedLines(p).find(({ name }) => name === 'v>0')!;
    const out = new Float64Array(2);
    line.evaluate(Math.log(v), out);
    return v * out[0];
  };
  return at('paper') - at(false);
}

/**
 * The part of order η of E ln|1 + 2ηz|/(2η) = β₂ − η E z² + …, by which SGD on two balanced layers grows near v = 0, from the batch means z
 * of S samples xy = k ± σ at full weight: binomial, so exact.
 */
function growthSlope(S: number, k: number, sigma: number): number {
  const growth = (eta: number): number => {
    let sum = 0;
    let ways = 1;
    for (let up = 0; up <= S; up++) {
      sum += (ways / 2 ** S) * Math.log(Math.abs(1 + 2 * eta * (k + (sigma * (2 * up - S)) / S)));
      ways = (ways * (S - up)) / (up + 1);
    }
    return sum / (2 * eta);
  };
  const eta = 1e-4;
  return -(growth(eta) - growth(-eta)) / (2 * eta);
}

/** Second order in the learning rate. */
export const errataModifiedLoss: Study = {
  name: 'errata-modified-loss',
  claim:
    'The modified loss adds −4Tvr(3β₁v − β₂) (Eq. 51 has β₁² more) and T E[ℓ′²] to the rate of balance (Eq. 50 lacks T); its weight is η/4, not T/4 (App. A.3), as exact SGD shows.',
  reference: '[NB] Eqs. (50), (51), (54) and App. A.3',
  cost: 0.2,
  run: () => {
    const v = 0.4;
    const right = -4 * 0.1 * v * (1.3 * v - 0.8) * (3 * 1.3 * v - 0.8);
    const at = { u: 1.3, w: 0.4 };
    const model = at.u * at.w;
    const rate = (temperature: number): number => {
      const sde = chainSgd([['u', 'w']], { temperature, modifiedLoss: 'paper' });
      return -meanRate(sde, 'u^2 - w^2', at) / (at.u ** 2 - at.w ** 2);
    };
    const square = 4 * (gaussianNoise(model) + (model - 1) ** 2);
    const [S, k, sigma] = [8, 1, 1.5];
    const slope = growthSlope(S, k, sigma);
    return [
      equalRelative('Eq. (51): added drift over the corrected form', addedDrift(v) / right, 1, 1e-10),
      equalRelative('Eq. (51): over the printed form, off by β₁²', addedDrift(v) / (1.69 * right), 1 / 1.69, 1e-10),
      equalRelative('Eq. (50): rate over T E[(∂ℓ/∂(uw))²], T = 0.1', rate(0.1) / (0.1 * square), 1, 1e-9),
      equalRelative('Eq. (50): over the printed E[…], T = 0.1', rate(0.1) / square, 0.1, 1e-9),
      equal(
        'A.3: SGD’s own loss of growth per η at S = 8 over (α₃ + Sβ₂²)/S, from η/4',
        slope / ((sigma ** 2 + S * k * k) / S),
        1,
        1e-4,
      ),
      equal(
        'A.3: over (α₃ + β₂²)/S, from the printed T/4',
        slope / ((sigma ** 2 + k * k) / S),
        (sigma ** 2 + S) / (sigma ** 2 + 1),
        1e-3,
      ),
    ];
  },
};
