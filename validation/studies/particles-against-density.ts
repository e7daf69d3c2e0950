import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { reducedProcess } from '../../solvers/particles/reduced.js';
import { relaxation } from '../../solvers/particles/relaxation.js';
import { simulate } from '../../solvers/particles/simulate.js';
import { binnedLaw, coarseEdges } from '../compare/binned-law.js';
import { comparePair } from '../compare/pair.js';
import { steadyLaw } from '../compare/steady-law.js';
import { standard } from '../standard-problem.js';
import { atLeast, atMost, type Check, type Study } from '../study.js';

/** Particles of the reduced SDE on the cells of its own steady law. */
function compared(name: string, p: DiagonalLinearProblem, particles: number): Check[] {
  const steady = steadyLaw(reducedLines(p), 'auto', p);
  const { drift, slowest } = relaxation(p);
  const process = reducedProcess(p, { timeStep: drift / 50 });
  const thin = Math.ceil((50 * Math.min(slowest ?? drift, 3 * drift)) / drift);
  const coarse = coarseEdges(steady.finiteVolume, 50);
  const thresholds = coarse.filter((_, i) => i % 5 === 1).map((i) => steady.edges[i]);
  const { value } = simulate({
    process,
    observables: [{ name: 'v', of: ([x]) => process.toModel(x), edges: steady.edges, thresholds }],
    plan: { burnIn: 12 * thin, thin },
    start: { count: particles, seed: 3, initial: (_, x) => void (x[0] = process.fromModel(1)) },
    steps: 22 * thin,
  });
  const [{ histogram, effective }] = value.observables;
  const sample = binnedLaw('SDE', histogram, effective.size);
  const { totalVariation, totalVariationByChance, pValue } = comparePair(
    steady.finiteVolume,
    sample,
    steady.edges,
    coarse,
  );
  return [
    atLeast(`${name}: probability of a larger Kolmogorov–Smirnov distance by chance`, pValue ?? 0, 1e-3),
    atMost(`${name}: total variation over what chance leaves`, totalVariation / totalVariationByChance, 1.6),
  ];
}

/** Two ways to the same law that share only the coefficients. */
export const particlesAgainstDensity: Study = {
  name: 'particles-against-density',
  claim: 'Particles of the SDE have the finite-volume density as their law, at depths 0, 1, 2 and 4.',
  reference: 'Monte Carlo, with effective sample sizes',
  cost: 2,
  run: (scale) => [
    ...compared('depth 0', standard({ depth: 0 }), 600 * scale),
    ...compared('depth 1', standard(), 600 * scale),
    ...compared('depth 1, 0.6 T_c', standard({ temperature: 0.2 }), 600 * scale),
    ...compared('depth 2, width 3', standard({ depth: 2, width: 3, temperature: 0.2 }), 600 * scale),
    ...compared('depth 4', standard({ depth: 4 }), 600 * scale),
  ],
};
