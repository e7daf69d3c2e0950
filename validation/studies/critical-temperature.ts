import { law } from '../../src/data/analytic.js';
import { regressionMoments } from '../../src/data/moments.js';
import { criticalTemperature } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { lineLaw } from '../../solvers/steady/line-law.js';
import { standard } from '../standard-problem.js';
import { equalRelative, type Study } from '../study.js';

/** Data with their T_c = (E[xy] − γ)/Var[xy], the moments worked out by hand. */
const CASES: readonly {
  readonly text: string;
  readonly data: Record<string, string | number>;
  readonly decay: number;
  readonly critical: number;
}[] = [
  {
    text: 'x ~ N(0, 1), y = x + N(0, 1)',
    data: { x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' },
    decay: 0,
    critical: 1 / 3,
  },
  {
    text: 'the same with γ = 0.25',
    data: { x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' },
    decay: 0.25,
    critical: 0.75 / 3,
  },
  // E x² = 1/3, Var x² = 4/45: β₂ = 1/2, α₃ = 9/4·4/45 + 1/4·1/3.
  {
    text: 'x uniform on [−1, 1], y = 1.5x + N(0, ½)',
    data: { x: 'uniform(-1, 1)', e: 'normal(0, 0.5)', y: '1.5*x + e' },
    decay: 0,
    critical: 0.5 / (0.2 + 1 / 12),
  },
  {
    text: 'the same with γ = 0.1',
    data: { x: 'uniform(-1, 1)', e: 'normal(0, 0.5)', y: '1.5*x + e' },
    decay: 0.1,
    critical: 0.4 / (0.2 + 1 / 12),
  },
  // xy = 0.7 + e: α₃ = Var e = 2b².
  {
    text: 'x = ±1, y = 0.7x + Laplace(0, 1)',
    data: { x: 'rademacher()', e: 'laplace(0, 1)', y: '0.7*x + e' },
    decay: 0,
    critical: 0.35,
  },
  // x exponential with mean 1: E x² = 2, Var x² = 24 − 4; y = −x + e: T_c counts |β₂|.
  {
    text: 'x exponential, y = −x + N(0, 2)',
    data: { x: 'exponential(1)', e: 'normal(0, 2)', y: '-x + e' },
    decay: 0.5,
    critical: 1.5 / (20 + 8),
  },
];

/** Bisection for the temperature where the solver stops finding a density on the side that learns. */
function collapseTemperature(data: Record<string, string | number>, weightDecay: number): number {
  const { alpha, beta, delta } = regressionMoments(law(data));
  const learns = beta[1] > 0 ? 'v>0' : 'v<0';
  let [low, high] = [1e-4, 100];
  while (high / low > 1 + 1e-9) {
    const temperature = Math.sqrt(low * high);
    const lines = reducedLines(standard({ alpha, beta, delta, temperature, weightDecay }));
    if (lineLaw(lines.find(({ name }) => name === learns)!).kind === 'density') low = temperature;
    else high = temperature;
  }
  return low;
}

/** The phase transition of depth 1. */
export const criticalTemperatureStudy: Study = {
  name: 'critical-temperature',
  claim:
    'The density of depth 1 ceases to exist at T_c = (β₂ − γ)/α₃, located by bisection on the solver’s answer alone.',
  reference: '[NB] Eq. (16) and footnote 4',
  cost: 1,
  run: () =>
    CASES.flatMap(({ text, data, decay, critical }) => {
      const { alpha, beta, delta } = regressionMoments(law(data));
      const formula = criticalTemperature(standard({ alpha, beta, delta, weightDecay: decay })) ?? NaN;
      return [
        equalRelative(text, collapseTemperature(data, decay), critical, 1e-6),
        equalRelative(`${text}: the program’s formula`, formula, critical, 1e-10),
      ];
    }),
};
