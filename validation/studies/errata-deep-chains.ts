import { chainSgd, gaussianNoise, itoTerms, meanRate } from '../ito-rule.js';
import { diagonalLinear } from '../../solvers/particles/trainable.js';
import { equalRelative, type Study } from '../study.js';

const T = 0.1;
const CHAIN = ['p', 'q', 'r'];
const AT = { p: 1.2, q: 0.5, r: 0.8 };

/** Itô's rule on chains of weights. */
export const errataDeepChains: Study = {
  name: 'errata-deep-chains',
  claim:
    'Pairs of layers decay at 4T(v/u_k u_l)²g (Eq. 69 lacks the 4); Itô’s term of v sums over k < l (Eq. 70 over all pairs) and is 2D(D + 1)… at balance (Eq. 72 has D/2); |v_i| = |u|^{D+1} (A.7 has |u|^D); rates of signs are ±8, ±4 (Eqs. 84–90).',
  reference: '[NB] Eqs. (69), (70), (72), (84)–(90), App. A.7',
  cost: 0.2,
  run: () => {
    const sde = chainSgd([CHAIN], { temperature: T });
    const v = AT.p * AT.q * AT.r;
    const g = gaussianNoise(v);
    const decay = -meanRate(sde, 'p^2 - q^2', AT) / (AT.p ** 2 - AT.q ** 2);
    const pair = T * (v / (AT.p * AT.q)) ** 2 * g;
    const { correction } = itoTerms(sde, 'p*q*r', AT);
    // 4Tg Σ_{k<l} v³/(u_k u_l)²: the second derivative of v in k and l is v/(u_k u_l).
    const over = (a: number, b: number): number => v ** 3 / (a * b) ** 2;
    const pairs = T * g * (over(AT.p, AT.q) + over(AT.p, AT.r) + over(AT.q, AT.r));
    const u = 0.9;
    const balanced = { p: u, q: u, r: u };
    const atBalance = itoTerms(sde, 'p*q*r', balanced).correction;
    const [depth, w] = [2, diagonalLinear(2, 1).model([u, u, u])];
    // v^{3 − 4/(D+1)} T g, whose factor is 2D(D + 1).
    const unit = (depth + 1) * w ** (3 - 4 / (depth + 1)) * T * gaussianNoise(w);
    const two = chainSgd([['a', 'b'], ['s', 't']], { temperature: T }); // prettier-ignore
    const signs = { a: 0.9, b: 0.9, s: 0.4, t: -0.4 };
    const noise = T * gaussianNoise(0.81 - 0.16);
    const product = meanRate(two, 'log(-(a*b)*(s*t))', signs);
    return [
      equalRelative('Eq. (69): rate of u_0² − u_1² over T(v/u_0u_1)²g; printed 1', decay / pair, 4, 1e-11),
      equalRelative('Eq. (70): Itô’s term over Tg Σ_{k<l}; printed 8 (every pair twice)', correction / pairs, 4, 1e-11),
      equalRelative('Eq. (72), D = 2: factor at balance, 2D; printed D/2 = 1', atBalance / unit, 4, 1e-11),
      equalRelative('A.7: ln v over ln u at balance, D + 1; printed D = 2', Math.log(w) / Math.log(u), 3, 1e-11),
      equalRelative('Eqs. (86)–(90): d ln|v_i v_j|/dt over Tg; printed −2', product / noise, -8, 1e-11),
    ];
  },
};
