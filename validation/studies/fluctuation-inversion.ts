import { labelNoiseOnly, standard, steadyOf } from '../standard-problem.js';
import { atMost, equal, equalRelative, type Study } from '../study.js';

const variance = (temperature: number): number => steadyOf(standard({ temperature })).components[0].variance;

/** The variance falls as T rises. */
export const fluctuationInversion: Study = {
  name: 'fluctuation-inversion',
  claim:
    'The variance of depth 1 rises with T, peaks and vanishes at T_c: for label noise it is 2Tα₃(β₂ − Tα₃)/β₁², with the peak at T_c/2.',
  reference: '[NB] section 4.3; the Gamma law of label noise',
  cost: 0.8,
  run: () => {
    let [low, high] = [0.1, 0.3];
    while (high - low > 1e-4) {
      const third = (high - low) / 3;
      if (variance(low + third) < variance(high - third)) low += third;
      else high -= third;
    }
    const peak = (low + high) / 2;
    const near = [0.33, 0.3316].map((T) => variance(T) / (1 / 3 - T));
    return [
      ...[0.1, 0.5, 0.8].flatMap((T) => {
        const [{ mean, variance: spread }] = steadyOf(labelNoiseOnly(1.2, 0.8, { temperature: T })).components;
        const heat = T * 0.64;
        return [
          equalRelative(`label noise, T = ${T}: mean`, mean, 1.2 - heat, 1e-9),
          equalRelative(`label noise, T = ${T}: variance`, spread, 2 * heat * (1.2 - heat), 1e-9),
        ];
      }),
      equal('Gaussian inputs: T of the peak over T_c', 3 * peak, 0.606, 2e-3),
      equal('Gaussian inputs: variance there', variance(peak), 0.3722, 1e-4),
      equal(
        'near T_c the variance vanishes linearly: ratio of slopes at 0.99 and 0.995 T_c',
        near[1] / near[0],
        1,
        0.02,
      ),
      atMost('variance at 0.999 T_c over the peak', variance(0.333) / variance(peak), 0.01),
    ];
  },
};
