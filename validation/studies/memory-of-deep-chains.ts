import { chainSgd, gaussianNoise, itoTerms, meanRate } from '../ito-rule.js';
import { atMost, equalRelative, type Study } from '../study.js';

const T = 0.1;
const CHAINS = [
  ['a', 'b', 'c'],
  ['p', 'q', 'r'],
];

/** Two balanced chains of three layers with values v and w of the same sign. */
const balanced = (v: number, w: number): Record<string, number> =>
  Object.fromEntries(CHAINS.flatMap((names, i) => names.map((name) => [name, Math.cbrt(i === 0 ? v : w)])));

/** Theorem 4.2: what deeper networks forget. */
export const memoryOfDeepChains: Study = {
  name: 'memory-of-deep-chains',
  claim:
    'At depth D > 1 the difference of z_i = v_i^{−(D−1)/(D+1)} has no noise and decays at the rate 2D(D − 1)T g/(z_i z_j): chains of one sign become equal.',
  reference: '[NB] Th. 4.2, Eqs. (73)–(78) with T for η',
  cost: 0.2,
  run: () => {
    const sde = chainSgd(CHAINS, { temperature: T });
    // For D = 2, z = v^(−1/3); the product of a chain is positive at these points.
    const difference = '(a*b*c)^(-1/3) - (p*q*r)^(-1/3)';
    return [
      [0.5, 0.2],
      [1.1, 0.05],
      [0.02, 0.6],
    ].flatMap(([v, w]) => {
      const at = balanced(v, w);
      const [z1, z2] = [v ** (-1 / 3), w ** (-1 / 3)];
      const { diffusion } = itoTerms(sde, difference, at);
      const single = itoTerms(sde, '(a*b*c)^(-1/3)', at).diffusion;
      return [
        atMost(`v_1 = ${v}, v_2 = ${w}: noise of z_1 − z_2 over that of z_1`, Math.abs(diffusion) / single, 1e-12),
        equalRelative(
          `v_1 = ${v}, v_2 = ${w}: rate of decay`,
          -meanRate(sde, difference, at) / (z1 - z2),
          (4 * T * gaussianNoise(v + w)) / (z1 * z2),
          1e-10,
        ),
      ];
    });
  },
};
