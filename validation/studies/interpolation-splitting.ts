import { axis } from '../../src/grid/axis.js';
import { incompleteBeta } from '../../src/num/incomplete-beta.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { lineFit } from '../../src/fv/line-fit.js';
import { lineGenerator } from '../../src/fv/line-generator.js';
import { committor } from '../../solvers/passage/committor.js';
import { interpolating, steadyOf } from '../standard-problem.js';
import { atMost, equal, type Check, type Study } from '../study.js';

const K = 1.5;

/** The chance to leave a lattice of the logit ln(v/(k − v)) at its upper end, from v = start: a committor. */
function shareOfUpper(temperature: number, start: number, cells: number): number {
  const line = reducedLines(interpolating(K, 0, { temperature })).find(
    ({ map }) => map.support[0] === 0 && map.support[1] < Infinity,
  )!;
  const lattice = axis('logit', { kind: 'uniform', from: -40, to: 40, cells });
  const fit = lineFit(line, lattice.centres, lattice.edges);
  const generator = lineGenerator(lattice, [{ line, first: 0, count: cells, fit }]);
  const share = committor(generator, [0], [cells - 1]).value.probability;
  const y = line.map.coordinate(start);
  const place = (y - lattice.centres[0]) / lattice.widths[0];
  const cell = Math.floor(place);
  return share[cell] + (place - cell) * (share[cell + 1] - share[cell]);
}

/** Data that one v fits exactly. */
export const interpolationSplitting: Study = {
  name: 'interpolation-splitting',
  claim:
    'For y = kx all probability ends at v = k below T = β₁/(α₁k); above, the share of k from v₀ is I_{v₀/k}(½ − κ, 1 + κ), κ = β₁/(2α₁kT).',
  reference: '[NB] Eq. (106) is never integrable; docs/derivations/exact-identities.md',
  cost: 0.8,
  run: (scale) => {
    const checks: Check[] = [];
    const threshold = 1 / (2 * K);
    const cells = 1200 * Math.min(scale, 4);
    for (const [temperature, start] of [
      [1.2, 0.6],
      [1.2, 1.2],
      [2.5, 0.3],
    ]) {
      const kappa = 1 / (4 * K * temperature);
      const expected = incompleteBeta(0.5 - kappa, 1 + kappa, start / K, 1 - start / K);
      const measured = shareOfUpper(temperature, start, cells);
      checks.push(
        equal(`T = ${temperature} > ${threshold.toFixed(3)}, v₀ = ${start}: share of k`, measured, expected, 2e-3),
      );
    }
    const below = steadyOf(interpolating(K, 0, { temperature: 0.9 * threshold }));
    const inner = below.components.find(({ support }) => support[0] === K || support[1] === K);
    checks.push(equal('T = 0.9 of the threshold: where the side 0 < v < k collapses to', inner?.mean ?? NaN, K, 1e-12));
    checks.push(atMost('number of densities', below.components.filter(({ kind }) => kind === 'density').length, 0));
    return checks;
  },
};
