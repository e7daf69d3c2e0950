import { reducedLines } from '../../src/sde/reduced.js';
import { lineSpectrum } from '../../solvers/spectrum/line-spectrum.js';
import { fittedOrder } from '../convergence.js';
import { labelNoiseOnly } from '../standard-problem.js';
import { equal, equalRelative, type Check, type Study } from '../study.js';

/** The spectrum on v > 0 at a temperature (β₂ = α₃ = 1, so that T_c = 1). */
const spectrumAt = (temperature: number) =>
  lineSpectrum(
    reducedLines(labelNoiseOnly(1, 1, { temperature })).find(({ name }) => name === 'v>0')!,
    6,
  );

/** Relaxation rates and critical slowing down. */
export const spectrumOfLabelNoise: Study = {
  name: 'spectrum-of-label-noise',
  claim: 'At depth 1 with label noise λ_n = 4n(β₂ − (2n + 1)Tα₃); the gap closes at T_c like (T_c − T)².',
  reference: 'Gamma law: the logistic SDE in ln v; docs/derivations/exact-identities.md',
  cost: 2,
  run: (scale) => {
    const checks: Check[] = [];
    const { rates } = spectrumAt(0.05);
    for (const n of [1, 2, 3, 4]) {
      checks.push(equalRelative(`T = 0.05 T_c: rate ${n}`, rates[n], 4 * n * (1 - (2 * n + 1) * 0.05), 1e-7));
    }
    const temperatures = scale > 1 ? [0.12, 0.4, 0.6, 0.8, 0.9, 0.95] : [0.12, 0.6, 0.9];
    const gaps = temperatures.map((T) => spectrumAt(T).gap ?? NaN);
    temperatures.forEach((T, i) => {
      const expected = T < 0.2 ? 4 * (1 - 3 * T) : (1 - T) ** 2 / (2 * T);
      checks.push(equalRelative(`T = ${T} T_c: gap`, gaps[i], expected, 1e-6));
    });
    const near = [1, 2].map((k) => gaps.length - k);
    const distance = near.map((i) => 1 / (1 - temperatures[i]));
    const weighted = near.map((i) => gaps[i] * temperatures[i]);
    checks.push(equal('exponent of the closing gap (of T × gap)', fittedOrder(distance, weighted), 2, 1e-4));
    return checks;
  },
};
