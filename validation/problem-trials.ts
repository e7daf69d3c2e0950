/** What can be tried on anybody's problem: the same claims as the studies, where they apply, and why not where they do not. */
import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { criticalTemperature } from '../src/model/diagonal-linear.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import type { LineSde } from '../src/sde/line.js';
import { generatorOnAxis } from '../solvers/evolve/crossing-generator.js';
import { evolve } from '../solvers/evolve/evolve.js';
import { lineLaw } from '../solvers/steady/line-law.js';
import { steadyState } from '../solvers/steady/steady-state.js';
import { stationaryOnLines, type LineSteadyState } from '../solvers/steady/stationary.js';
import { againstClosedForm } from './against-closed-form.js';
import { learningLine, regimeByFormula, REGIMES, regimeLines, seenRegime } from './regimes.js';
import { atLeast, atMost, equal, equalRelative, type Check } from './study.js';

/** One thing tried on a problem: its checks, or why it was not tried. */
export type Trial =
  { readonly study: string; readonly checks: readonly Check[] } | { readonly study: string; readonly reason: string };

/** Everything that applies to lines; `problem` is null for the loss of an expression. */
export function lineTrials(
  lines: readonly LineSde[],
  grid: AxisSpec | 'auto',
  problem: DiagonalLinearProblem | null,
): Trial[] {
  const state = stationaryOnLines(lines, grid);
  const family = (study: string, checks: (p: DiagonalLinearProblem) => Trial): Trial =>
    problem === null ? { study, reason: 'it is about the diagonal-linear family' } : checks(problem);
  return [
    generatorTrial(state),
    evolutionTrial(lines, state),
    family('closed-form', (p) => closedFormTrial(p, state)),
    family('mean-identity', (p) => meanIdentityTrial(p, state)),
    family('tail-exponent', (p) => tailTrial(p, state)),
    family('critical-temperature', criticalTrial),
    family('regime', regimeTrial),
  ];
}

const NO_DENSITY = 'every component is a point mass';

function generatorTrial({ generator }: LineSteadyState): Trial {
  const study = 'generator';
  if (generator === null) return { study, reason: NO_DENSITY };
  const { smallestRate, columnDefect, steadyStateDefect } = generator;
  return {
    study,
    checks: [
      atLeast('smallest rate', smallestRate, 0),
      atMost('largest column sum over its diagonal', columnDefect, 1e-13),
      atMost('its own steady state against the quadrature, largest |Δ ln mass|', steadyStateDefect, 1e-8),
    ],
  };
}

/** Times in units of learning rate × steps. */
const TIMES = [0, 0.01, 0.1, 1, 10, 100];
const CELLS = 400;

/** From the lower half of the steady law: mass, sign, and relative entropy to the generator's own steady state. */
function evolutionTrial(lines: readonly LineSde[], { components }: LineSteadyState): Trial {
  const study = 'evolution';
  const first = components.find(({ kind }) => kind === 'density');
  if (first === undefined) return { study, reason: NO_DENSITY };
  const line = lines.find(({ name }) => name === first.name)!;
  const [from, to] = [first.quantiles['0.05'], first.quantiles['0.95']].map(line.map.coordinate).sort((a, b) => a - b);
  const reach = (to - from) / 2;
  const at = (k: number): number => line.map.value(from - reach + (k / CELLS) * (to - from + 2 * reach));
  const ascending = (values: number[]): Float64Array => Float64Array.from(values).sort();
  const edges = ascending(Array.from({ length: CELLS + 1 }, (_, k) => at(k)));
  const centres = ascending(Array.from({ length: CELLS }, (_, k) => at(k + 0.5)));
  const widths = centres.map((_, k) => edges[k + 1] - edges[k]);
  const axis = { name: line.variable, kind: 'auto' as const, periodic: false, cells: CELLS, centres, edges, widths };
  const { generator } = generatorOnAxis([line], axis);
  const steady = steadyState(generator).value.mass;
  let below = 0;
  const lower = steady.map((m) => ((below += m) < 0.5 ? m : 0));
  const share = lower.reduce((sum, m) => sum + m, 0);
  const mass = lower.map((m) => m / share);
  const { frames, massError, smallestMass } = evolve(generator, { grid: generator.grid, mass }, TIMES).value;
  const entropy = frames.map(({ density }) =>
    density.mass.reduce((sum, m, k) => (m > 0 && steady[k] > 0 ? sum + m * Math.log(m / steady[k]) : sum), 0),
  );
  const rises = entropy.slice(1).map((h, k) => h - entropy[k]);
  return {
    study,
    checks: [
      atMost('|Σ mass − 1| up to t = 100', massError, 1e-12),
      atLeast('smallest mass up to t = 100', smallestMass, -1e-14),
      atMost('largest rise of the relative entropy to the steady state', Math.max(...rises), 1e-10),
    ],
  };
}

function closedFormTrial(p: DiagonalLinearProblem, state: LineSteadyState): Trial {
  const study = 'closed-form';
  if (state.density === null) return { study, reason: NO_DENSITY };
  const judged = againstClosedForm(p, state);
  if (judged === null) return { study, reason: 'no closed form is known for this problem' };
  if (typeof judged === 'string') return { study, reason: judged };
  const { name, reference, maxLogError } = judged.match;
  return { study, checks: [atMost(`${name}, ${reference}: largest |ln p − ln p_closed|`, maxLogError, 1e-8)] };
}

function meanIdentityTrial(p: DiagonalLinearProblem, { laws }: LineSteadyState): Trial {
  const study = 'mean-identity';
  if (laws.length === 0) return { study, reason: NO_DENSITY };
  if (p.depth === 0 || p.weightDecay !== 0 || p.modifiedLoss !== false) {
    return { study, reason: 'it is stated for depth ≥ 1 without weight decay and modified loss' };
  }
  const [law] = laws;
  if (law.line.map.support.every(Number.isFinite))
    return { study, reason: 'the density ends at a point without noise' };
  const { depth: D, width: d, temperature: T, alpha, beta } = p;
  let [sum, size] = [0, 0];
  law.y.forEach((y, i) => {
    const v = law.line.map.value(y);
    const [r, g] = [beta[0] * v - beta[1], alpha[0] * v * v - 2 * alpha[1] * v + alpha[2]];
    const noise = Math.sign(v) * D * T * (Math.abs(v) / d) ** ((D - 1) / (D + 1)) * g;
    sum += law.probability[i] * (r + noise);
    size += law.probability[i] * (Math.abs(r) + Math.abs(noise));
  });
  return {
    study,
    checks: [atMost('|E[β₁v − β₂ + D T (v/d)^s g]| over the size of its terms', Math.abs(sum) / size, 1e-8)],
  };
}

function tailTrial(p: DiagonalLinearProblem, { components }: LineSteadyState): Trial {
  const study = 'tail-exponent';
  const [first] = components;
  if (first.kind !== 'density') return { study, reason: NO_DENSITY };
  if (first.tailExponent === undefined) return { study, reason: 'the density has no power-law tail' };
  if (p.modifiedLoss !== false) return { study, reason: 'the modified loss changes the tail' };
  if (p.alpha[0] === 0) return { study, reason: 'without noise in x² there is no power-law tail' };
  const expected =
    p.depth === 0 ? -2 - (p.beta[0] + p.weightDecay) / (p.temperature * p.alpha[0]) : -5 + 3 / (p.depth + 1);
  return { study, checks: [equalRelative('exponent of |v| at infinity', first.tailExponent, expected, 1e-6)] };
}

function criticalTrial(p: DiagonalLinearProblem): Trial {
  const study = 'critical-temperature';
  const expected = criticalTemperature(p);
  if (expected === null) return { study, reason: `depth ${p.depth} has no critical temperature` };
  if (!(expected > 0)) return { study, reason: 'the weight decay collapses the model at any temperature' };
  if (p.delta === 0 && p.alpha[0] > 0)
    return { study, reason: 'the noise vanishes at one v, which absorbs instead of 0' };
  let [low, high] = [expected / 100, expected * 100];
  while (high / low > 1 + 1e-8) {
    const temperature = Math.sqrt(low * high);
    // η follows T at the batch size of the problem.
    const learningRate = p.learningRate === null ? null : (p.learningRate * temperature) / p.temperature;
    const line = learningLine({ ...p, temperature, learningRate });
    if (lineLaw(line).kind === 'density') low = temperature;
    else high = temperature;
  }
  return { study, checks: [equalRelative('T_c by bisection on the solver’s answer', low, expected, 1e-6)] };
}

function regimeTrial(p: DiagonalLinearProblem): Trial {
  const study = 'regime';
  if (p.depth !== 1 || p.modifiedLoss !== false)
    return { study, reason: 'the five regimes belong to depth 1 and the plain SDE' };
  if (p.alpha[2] === 0 || (p.alpha[0] > 0 && p.delta === 0)) return { study, reason: 'the noise vanishes at one v' };
  const expected = REGIMES.indexOf(regimeByFormula(regimeLines(p), p.temperature));
  const { regime } = seenRegime(p);
  return {
    study,
    checks: [
      equal(
        `the solver sees regime ${regime}; number among ${REGIMES.join(', ')}`,
        REGIMES.indexOf(regime),
        expected,
        0,
      ),
    ],
  };
}
