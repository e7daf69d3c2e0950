import { logDensityOf } from '../../solvers/steady/stationary.js';
import { closedForms, normalised } from '../closed-forms/index.js';
import { standard, steadyOf } from '../standard-problem.js';
import { fittedOrder } from '../convergence.js';
import { atMost, equal, type Study } from '../study.js';

const PLACES = [0.1, 0.3, 0.6, 1, 1.5, 2.5];
const log = (depth: number, width: number, temperature: number) => {
  const state = steadyOf(standard({ depth, width, temperature }));
  return PLACES.map((v) => logDensityOf(state, v));
};
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i])));

/** Very deep networks. */
export const widthScaling: Study = {
  name: 'width-scaling',
  claim: 'As D → ∞ only (d/(D + 1))·(S/η) matters: densities tend to the infinite-depth law of that ratio.',
  reference: '[NB] section 5, infinite-depth limit; docs/derivations/closed-forms.md',
  cost: 1,
  run: (scale) => {
    const form = closedForms.find(({ name }) => name === 'infinite-depth')!;
    const [limit] = normalised(form, standard({ depth: Infinity, width: 0.5, temperature: 0.2 }));
    const exact = PLACES.map((v) => limit.logDensity(v));
    const depths = scale > 1 ? [99, 399, 1599, 6399] : [99, 399, 1599];
    const errors = depths.map((depth) => distance(log(depth, (depth + 1) / 2, 0.2), exact));
    const slow = depths.map((depth) => depth / Math.log(depth));
    // T and width doubled together; and the width doubled alone.
    const same = distance(log(1599, 800, 0.2), log(1599, 1600, 0.4));
    const other = distance(log(1599, 800, 0.2), log(1599, 1600, 0.2));
    return [
      equal('order of the distance to the limit in D/ln D', fittedOrder(slow, errors), 1, 0.1),
      atMost(`D = ${depths.at(-1)}: largest |ln p − ln p_∞|`, errors.at(-1)!, 0.08),
      atMost('D = 1599: same d/(D + 1)·S/η, over the effect of the width alone', same / other, 0.05),
    ];
  },
};
