import { chainSgd, gaussianNoise, itoTerms, meanRate, type Point } from '../ito-rule.js';
import { atMost, equalRelative, type Study } from '../study.js';

const [ETA, S, GAMMA] = [0.2, 2, 0.15];
const T = ETA / S;
const POINTS: readonly Point[] = [
  { u: 1.3, w: 0.4 },
  { u: -0.2, w: 1.9 },
  { u: 0.7, w: 0.6 },
];

/** Theorem 3.1 for two layers, with decay. */
export const lawOfBalance: Study = {
  name: 'law-of-balance',
  claim: 'u² − w² has no noise at all and decays at the rate 4(T g(v) + γ); so do all pairs of layers of a deep chain.',
  reference: '[NB] Th. 3.1 and Cor. 3.3; docs/derivations/noise-balance.md',
  cost: 0.2,
  run: () => {
    const two = chainSgd([['u', 'w']], { learningRate: ETA, batchSize: S, weightDecay: GAMMA });
    const three = chainSgd([['p', 'q', 'r']], { learningRate: ETA, batchSize: S, weightDecay: GAMMA });
    const deep = { p: 1.2, q: 0.5, r: -0.8 };
    return [
      ...POINTS.flatMap((at) => {
        const { u, w } = at;
        const { diffusion } = itoTerms(two, 'u^2 - w^2', at);
        const scale = 4 * u * u * w * w * 4 * T * gaussianNoise(u * w);
        return [
          atMost(`(u, w) = (${u}, ${w}): noise of u² − w² over that of uw`, Math.abs(diffusion) / scale, 1e-14),
          equalRelative(
            `(u, w) = (${u}, ${w}): rate of decay`,
            -meanRate(two, 'u^2 - w^2', at) / (u * u - w * w),
            4 * (T * gaussianNoise(u * w) + GAMMA),
            1e-12,
          ),
        ];
      }),
      equalRelative(
        'three layers: rate of p² − q², the third layer multiplying the noise',
        -meanRate(three, 'p^2 - q^2', deep) / (deep.p ** 2 - deep.q ** 2),
        4 * (T * deep.r ** 2 * gaussianNoise(deep.p * deep.q * deep.r) + GAMMA),
        1e-12,
      ),
    ];
  },
};
