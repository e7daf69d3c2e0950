/** The limit of infinite depth and width at a fixed ratio. */
import { bothSigns, type ClosedForm, isPosed } from './closed-form.js';
import { logNoise, overNoise, overSlopedNoise, touchesZero } from './noise.js';
import { type LogRatio, piece } from './piece.js';
import { positiveSupports } from './support.js';

/**
 * D → ∞ with q = d/(D + 1) held fixed (`width` is q): ln p = −3 ln v − ln g − (q/T)∫ (β₁v − β₂)/(v² g), where
 * (β₁v − β₂)/(v² g) = [(β₁ − 2α₂β₂/α₃) α₃/(v g) − β₂/v² + α₁β₂/g]/α₃.
 * Label noise (α₁ = α₂ = 0) makes it an inverse gamma law with shape 2 + cβ₁ and scale cβ₂, c = q/(Tα₃).
 */
export const infiniteDepth: ClosedForm = {
  name: 'infinite-depth',
  reference: '[NB] infinite-depth limit, for any α and with the ratio d/(D + 1) in place of d/D',
  applies: (p) => p.depth === Infinity && isPosed(p) && !touchesZero(p) && p.modifiedLoss === false,
  logDensity: (problem) =>
    bothSigns(problem, (p) => {
      const [a1, a2, a3] = p.alpha;
      const [b1, b2] = p.beta;
      const c = p.width / (p.temperature * a3);
      const ratio: LogRatio = (from) => (to) => {
        const inverse = -to.dv / (to.v * from.v); // 1/v − 1/v₀
        if (a1 === 0) return -3 * to.lv - c * (b1 * to.lv + b2 * inverse);
        const sloped = (b1 * a3 - 2 * a2 * b2) * overSlopedNoise(p, from, to);
        const constant = overNoise(p, from, to, [0, a1 * b2]);
        return -3 * to.lv - logNoise(p, from, to) - c * (sloped + b2 * inverse + constant);
      };
      return positiveSupports(p).map((chart) => piece(chart, ratio));
    }),
};
