import { law } from '../../../src/data/analytic.js';
import { model } from '../../../src/model/symbolic-loss.js';
import type { SgdOptions } from '../../../src/sde/hyper-parameters.js';
import { balanceSystem } from '../../../solvers/balance/balance-system.js';

/** Deterministic numbers in [−1, 1]. */
export const wave = (k: number): number => Math.sin(12.9898 * (k + 1)) ** 3;

/** x ~ N(0, 1), y = 1.2x + e, e ~ N(0, 0.5²). */
export const noisyLine = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' });

/** Per-sample gradient moments of the prediction over noisy-line data. */
export function systemOf(
  prediction: string,
  parameters: readonly string[],
  options: SgdOptions = { temperature: 0.1 },
) {
  const symbolic = model({ parameters, prediction });
  return { symbolic, system: balanceSystem(symbolic, noisyLine, options) };
}
