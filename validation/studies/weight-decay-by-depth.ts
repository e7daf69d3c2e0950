import { reducedLines } from '../../src/sde/reduced.js';
import { lineLaw } from '../../solvers/steady/line-law.js';
import { standard, steadyOf, type ProblemChanges } from '../standard-problem.js';
import { equal, type Study } from '../study.js';

const collapses = (changes: ProblemChanges): number => {
  const line = reducedLines(standard(changes)).find(({ name }) => name === 'v>0')!;
  return lineLaw(line).kind === 'collapse' ? 1 : 0;
};

const median = (temperature: number): number =>
  steadyOf(standard({ depth: 2, temperature })).components[0].quantiles['0.5'];

/** What depth does to the phase transition. */
export const weightDecayByDepth: Study = {
  name: 'weight-decay-by-depth',
  claim:
    'Depth D ≥ 2 has no transition: a density at 150 β₂/α₃ without decay, and none at any T with decay, where depth 1 only moves T_c.',
  reference: 'p ~ exp(−c v^{−s}) and exp(+c v^{−2s}) at 0, s = (D − 1)/(D + 1); docs/derivations/regimes.md',
  cost: 0.3,
  run: () => [
    ...[2, 3, 6].map((depth) =>
      equal(`depth ${depth}, T = 50: collapsed`, collapses({ depth, temperature: 50 }), 0, 0),
    ),
    ...[2, 3, 6].map((depth) =>
      equal(
        `depth ${depth}, T = 0.01, γ = 0.001: collapsed`,
        collapses({ depth, temperature: 0.01, weightDecay: 1e-3 }),
        1,
        0,
      ),
    ),
    equal('depth 1, T = 0.24, γ = 0.25: collapsed', collapses({ temperature: 0.24, weightDecay: 0.25 }), 0, 0),
    equal('depth 1, T = 0.26, γ = 0.25: collapsed', collapses({ temperature: 0.26, weightDecay: 0.25 }), 1, 0),
    equal(
      'depth 2: ratio of the medians at T = 400 and 200, which follow (β₂/T)³',
      median(400) / median(200),
      1 / 8,
      0.01,
    ),
  ],
};
