import { createStream } from '../../src/num/random/stream.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { gaussianNoise } from '../ito-rule.js';
import { equal, equalRelative, type Study } from '../study.js';

const [D, T] = [2, 0.1];

/**
 * z_1, z_2 of two chains of three layers along one Brownian path (equations (73)–(77)): dz_i = 2(D − 1)[(r + DTg/z_i)dt − √(Tg) dW].
 * Returns the final difference and exp(−2D(D − 1)∫Tg/(z_1 z_2) dt).
 */
function path(start: readonly [number, number], steps: number): { difference: number; factor: number } {
  const stream = createStream(9, 0);
  const dt = 0.2 / steps;
  let [z1, z2, integral] = [...start, 0];
  for (let n = 0; n < steps; n++) {
    const v = z1 ** -3 + z2 ** -3;
    const g = gaussianNoise(v);
    const common = (v - 1) * dt - Math.sqrt(T * g * dt) * nextNormal(stream);
    integral += ((2 * D * (D - 1) * T * g) / (z1 * z2)) * dt;
    const pull = D * T * g * dt;
    [z1, z2] = [z1 + 2 * (D - 1) * (common + pull / z1), z2 + 2 * (D - 1) * (common + pull / z2)];
  }
  return { difference: z1 - z2, factor: Math.exp(-integral) };
}

/** What chains remember. */
export const errataMemoryPrefactor: Study = {
  name: 'errata-memory-prefactor',
  claim: 'z_i − z_j is its initial value times exp(−2D(D − 1)∫Tg/z_iz_j): Eqs. (78) and (82) leave that value out.',
  reference: '[NB] Eqs. (78) and (82)',
  cost: 0.2,
  run: (scale) => {
    const starts: readonly (readonly [number, number])[] = [
      [1.9, 1.3],
      [2.5, 1.3],
    ];
    return starts.flatMap(([a, b]) => {
      const { difference, factor } = path([a, b], 20000 * scale);
      return [
        equal(
          `z = (${a}, ${b}): difference at t = 0.2 over (z_1 − z_2)(0) exp(…)`,
          difference / ((a - b) * factor),
          1,
          1e-3,
        ),
        equalRelative(`the same over the printed exp(…)`, difference / factor, a - b, 2e-3),
      ];
    });
  },
};
