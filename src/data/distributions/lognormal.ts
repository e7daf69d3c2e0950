import type { LawFamily } from './distribution.js';
import { demand, numbers } from './distribution.js';
import { standardNormalRule } from './normal.js';

/**
 * exp(m + s·z) with z standard normal. ξ = exp(s·z) − exp(s²/2) has the polynomials of Stieltjes and Wigert (Szegő,
 * *Orthogonal Polynomials*, §2.7), here with q = exp(−s²) and moved to the mean:
 * aₙ = q^(−1/2)·[(q^(−2n) − 1) + q^(1−2n)(1 − qⁿ)],  bₙ = q^(2−4n)·(1 − qⁿ), both written with expm1 so that small s is exact.
 * The rule is the one for z: moments do not determine this law, so a rule that is exact for polynomials need not converge.
 */
export const lognormal: LawFamily = {
  name: 'lognormal',
  parameters: ['m', 's'],
  create(call, family) {
    const [m, s] = numbers(call, family);
    demand(s >= 0, call, family, { what: 'a scale s ≥ 0', got: s });
    const v = s * s;
    const a = (n: number): number =>
      Math.exp(v / 2) * (Math.expm1(2 * n * v) - Math.exp((2 * n - 1) * v) * Math.expm1(-n * v));
    const b = (n: number): number => -Math.exp((4 * n - 2) * v) * Math.expm1(-n * v);
    return {
      text: call.text,
      centre: Math.exp(m + v / 2),
      scale: Math.exp(m),
      recurrence: { symmetric: false, a, b },
      momentsBelow: Infinity,
      atoms: Infinity,
      rule: (order) => {
        const { nodes, weights } = standardNormalRule(order);
        return { nodes: nodes.map((z) => Math.exp(m + s * z)), weights };
      },
    };
  },
};
