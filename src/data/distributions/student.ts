import { halfLineRule } from '../../num/double-exponential.js';
import type { Rule } from '../../num/gauss.js';
import { gaussRule, gegenbauer, mirrored } from '../../num/gauss.js';
import type { LawFamily } from './distribution.js';
import { HIGHEST_GAUSS, affine, demand, numbers } from './distribution.js';

/**
 * Student's t with nu > 0 degrees of freedom, moved to m and stretched by s ≥ 0. Moments exist below order nu only.
 * ξ is the standard t variable; its polynomials are Gegenbauer's at imaginary argument (Romanovski's), finitely many:
 * aₙ = 0, bₙ = ν·n(ν + 1 − n)/((ν − 2n)(ν + 2 − 2n)) for 2n < ν, so that b₁ = ν/(ν − 2) is the variance.
 * The Gauss rule substitutes ξ = √ν·u/√(1 − u²), under which the density becomes ∝ (1 − u²)^(ν/2 − 1).
 */
export const student: LawFamily = {
  name: 'student',
  parameters: ['nu', '[m]', '[s]'],
  create(call, family) {
    const [nu, centre, scale] = numbers(call, family, [0, 1]);
    demand(nu > 0, call, family, { what: 'degrees of freedom nu > 0', got: nu });
    demand(scale >= 0, call, family, { what: 'a scale s ≥ 0', got: scale });
    const b = (n: number): number => (nu / (nu - 2 * n)) * n * ((nu + 1 - n) / (nu + 2 - 2 * n));
    return {
      text: call.text,
      centre,
      scale,
      recurrence: { symmetric: true, a: () => 0, b },
      momentsBelow: nu,
      atoms: Infinity,
      rule: (order) => affine(standardRule(order, nu), centre, scale),
    };
  },
};

/** Nodes for averages over the standard t variable. */
function standardRule(order: number, nu: number): Rule {
  if (order <= HIGHEST_GAUSS) {
    const { nodes, weights } = gaussRule(gegenbauer((nu - 1) / 2), order);
    return { nodes: nodes.map((u) => (Math.sqrt(nu) * u) / Math.sqrt((1 - u) * (1 + u))), weights };
  }
  const density = (z: number): number => Math.exp((-(nu + 1) / 2) * Math.log1p((z * z) / nu));
  // Where density · z has fallen to 10⁻³² of its value at 1; 13 for large nu, as for a Gaussian.
  const reach = Math.min(1e150, Math.sqrt(nu * Math.expm1((64 * Math.LN10) / nu)));
  return mirrored(halfLineRule(Math.ceil(order / 2), { decay: 'algebraic', density, reach }));
}
