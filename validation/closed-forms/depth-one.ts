/** Two layers, depth 1, any width, with noise that never vanishes. */
import { bothSigns, type ClosedForm, isPosed, modification } from './closed-form.js';
import { logNoise, overNoise, overSlopedNoise, staysPositive } from './noise.js';
import { type LogRatio, piece } from './piece.js';
import { positiveSupports } from './support.js';

/**
 * ln p = −(3/2) ln v − ln g − (1/2T)∫ R(1 + ε(2β₁v + R))/(v g) with R = β₁v − b, b = β₂ − γ: weight decay only moves β₂,
 * also in the modified loss. The integrand is (3εβ₁²v + β₁(1 − 4εb))/g − b(1 − εb)/(v g).
 */
export const depthOne: ClosedForm = {
  name: 'depth-1',
  reference: '[NB] Eq. (15)',
  applies: (p) => p.depth === 1 && isPosed(p) && staysPositive(p),
  logDensity: (problem) =>
    bothSigns(problem, (p) => {
      const b1 = p.beta[0];
      const b = p.beta[1] - p.weightDecay;
      const e = modification(p);
      const twoT = 2 * p.temperature;
      const c1 = (3 * e * b1 * b1) / twoT;
      const c0 = (b1 * (1 - 4 * e * b)) / twoT;
      const pole = (b * (1 - e * b)) / twoT;
      const ratio: LogRatio = (from) => (to) =>
        pole * overSlopedNoise(p, from, to) - overNoise(p, from, to, [c1, c0]) - 1.5 * to.lv - logNoise(p, from, to);
      return positiveSupports(p).map((chart) => piece(chart, ratio));
    }),
};
