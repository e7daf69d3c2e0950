import type { BalancePointRow, BalanceResult, BoundedRatio, Unbalanced } from '../src/io/balance-document.js';
import { initialLaws } from '../src/io/problem.js';
import type { Problem } from '../src/io/problem-schema.js';
import type { DataLaw } from '../src/data/law.js';
import { model, type SymbolicModel } from '../src/model/symbolic-loss.js';
import { rescalingSymmetries } from '../src/model/symmetry.js';
import { InputError } from '../src/num/input-error.js';
import { createStream, nextUniform } from '../src/num/random/stream.js';
import { orbitSolver } from '../solvers/balance/balance-point.js';
import { balanceSystem, balanceWeights, type BalanceSystem } from '../solvers/balance/balance-system.js';
import {
  componentsOf,
  demandSymmetry,
  exponentialSymmetry,
  type ExponentialSymmetry,
} from '../solvers/balance/exponential-symmetry.js';
import { trajectories } from '../solvers/balance/law-of-balance.js';
import { traceManifold, type Manifold } from '../solvers/balance/manifold.js';
import type { Window } from '../solvers/balance/manifold-curve.js';
import { noetherFlow } from '../solvers/balance/noether-flow.js';
import { rescalingGroups, rescalingSolver, type RescalingGroup } from '../solvers/balance/rescaling.js';
import { lawSource, rowsSource } from '../solvers/particles/law-source.js';
import { parameterStart } from '../solvers/particles/start.js';
import type { BalanceChoices, BalanceOutcome } from './balance-choices.js';
import { loadLaw, type LoadedProblem } from './load.js';

/** Most parameters of a diagonal-linear network that is balanced parameter by parameter. */
const MOST_PARAMETERS = 24;
/** Windows tried where the user gives none. */
const WINDOWS = [2, 8, 32];

interface Task {
  readonly problem: Problem;
  readonly law: DataLaw;
  readonly symbolic: SymbolicModel;
  readonly system: BalanceSystem;
  /** A as given, or diag(1, −1) of two parameters; null for rescalings of more. */
  readonly symmetry: ExponentialSymmetry | null;
  /** Groups that can be rescaled; null where A was given. */
  readonly groups: readonly RescalingGroup[] | null;
  readonly choices: BalanceChoices;
}

/** The balance of a loss with named parameters. */
export async function symbolicResult(loaded: LoadedProblem, choices: BalanceChoices): Promise<BalanceOutcome> {
  const { problem } = loaded;
  const law = await loadLaw(loaded);
  const symbolic = symbolicModel(problem.model);
  const system = balanceSystem(symbolic, law, problem.sgd);
  const task = { problem, law, symbolic, system, choices, ...symmetryOf(problem, symbolic, law) };
  const manifold = task.symmetry && system.names.length === 2 ? manifoldIn(task, task.symmetry) : null;
  const starts = startsOf(task, manifold?.window ?? { lower: [-2, -2], upper: [2, 2] });
  const { points, unbalanced } = task.groups
    ? rescaled(task, task.groups, starts)
    : moved(task, task.symmetry!, starts);
  const fixed = choices.from && unbalanced.find(({ outcome }) => outcome === 'fixed-point');
  if (fixed)
    throw new InputError(
      '--from',
      'a start that the symmetry moves',
      starts[unbalanced.indexOf(fixed)].join(', '),
      fixed.message,
    );
  const flow = task.symmetry && points[0] ? flowOf(task, task.symmetry, points[0].start!) : null;
  const runs = choices.until === undefined ? null : runTrajectories(task, starts[0], choices.until);
  const result: BalanceResult = {
    points,
    convention: task.groups ? 'factor' : 'exponent',
    ratio: ratioOf(task, points[0]),
    unbalanced,
    parameters: system.names,
    ...(manifold && manifoldTable(manifold.value)),
    ...(flow?.outcome === 'converged' && {
      flow: { times: flow.value.times, lambda: flow.value.lambda, charge: flow.value.charge },
    }),
    ...(runs && { trajectories: runs.value }),
  };
  const stopped = flow && flow.outcome !== 'converged' ? [`Noether flow: ${flow.message}`] : [];
  const warnings = [...system.warnings, ...(manifold?.warnings ?? []), ...stopped, ...(runs?.warnings ?? [])];
  return { result, warnings, stats: { orbits: starts.length, ...manifold?.stats, ...runs?.stats } };
}

/** The model as an expression; a diagonal-linear family is written out. */
function symbolicModel(text: Problem['model']): SymbolicModel {
  if (!('family' in text)) return model(text);
  if (text.family !== 'diagonal-linear')
    throw new InputError('model.family', 'diagonal-linear', text.family, 'It has no named parameters.');
  const { depth, width } = text;
  const count = (depth + 1) * width;
  if (count > MOST_PARAMETERS) {
    throw new InputError(
      'model',
      `at most ${MOST_PARAMETERS} parameters for balance`,
      String(count),
      'On the balanced manifold all |u| of a chain are equal.',
    );
  }
  const letter = (k: number): string => (depth === 1 ? ['u', 'w'][k] : `u${k}`);
  const chains = Array.from({ length: width }, (_, i) =>
    Array.from({ length: depth + 1 }, (_, k) => (width === 1 ? letter(k) : `${letter(k)}_${i + 1}`)),
  );
  return model({ parameters: chains.flat(), prediction: `(${chains.map((chain) => chain.join('*')).join(' + ')})*x` });
}

function symmetryOf(
  { symmetry: A }: Problem,
  symbolic: SymbolicModel,
  law: DataLaw,
): Pick<Task, 'symmetry' | 'groups'> {
  const { parameters } = symbolic;
  if (A) {
    const symmetry = exponentialSymmetry(A, parameters);
    demandSymmetry(symmetry, symbolic, law);
    return { symmetry, groups: null };
  }
  const groups = rescalingGroups(parameters, rescalingSymmetries(symbolic, law.columns));
  const plane =
    parameters.length === 2
      ? exponentialSymmetry(
          [
            [1, 0],
            [0, -1],
          ],
          parameters,
        )
      : null;
  return { symmetry: plane, groups };
}

function rescaled({ system }: Task, groups: readonly RescalingGroup[], starts: readonly Float64Array[]) {
  const balance = rescalingSolver(system, groups);
  const [first, last] = [groups[0][0], groups[0][groups[0].length - 1]];
  return sorted(starts, (start): BalancePointRow | Unbalanced => {
    const { value, outcome, message } = balance(start);
    if (!value) return { start, outcome, message };
    const { theta, factors, residual, noise } = value;
    return { start, theta, lambda: factors[first], factors, residual, noiseU: noise[first], noiseW: noise[last] };
  });
}

function moved({ system }: Task, symmetry: ExponentialSymmetry, starts: readonly Float64Array[]) {
  const { balance } = orbitSolver(system, symmetry);
  return sorted(starts, (start): BalancePointRow | Unbalanced => {
    const { value, outcome, message } = balance(start);
    return value ? { start, ...value } : { start, outcome, message };
  });
}

function sorted(starts: readonly Float64Array[], balance: (start: Float64Array) => BalancePointRow | Unbalanced) {
  const all = starts.map(balance);
  return {
    points: all.filter((row): row is BalancePointRow => 'theta' in row),
    unbalanced: all.filter((row): row is Unbalanced => !('theta' in row)),
  };
}

/** Starts as given, drawn from `initial`, or spread over the window. */
function startsOf({ system, problem, choices }: Task, window: Window): Float64Array[] {
  const { names } = system;
  const { from, orbits = 16, seed = 1 } = choices;
  if (from) {
    return from.map((start) => {
      if (start.length === names.length) return Float64Array.from(start);
      throw new InputError(
        '--from',
        `${names.length} numbers, for ${names.join(', ')}`,
        String(start.length),
        'Give one number per parameter.',
      );
    });
  }
  if (!(Number.isSafeInteger(orbits) && orbits > 0))
    throw new InputError('--orbits', 'a whole number ≥ 1', String(orbits), 'Give how many orbits to balance.');
  const stream = createStream(seed, 0);
  const initial = initialLaws(problem);
  if (!initial) {
    const end = (side: 'lower' | 'upper', i: number): number => window[side][i] ?? (side === 'lower' ? -2 : 2);
    return Array.from({ length: orbits }, () =>
      Float64Array.from(names, (_, i) => end('lower', i) + nextUniform(stream) * (end('upper', i) - end('lower', i))),
    );
  }
  const missing = names.find((name) => !(name in initial));
  if (missing !== undefined)
    throw new InputError(
      'initial',
      `a law for each of ${names.join(', ')}`,
      `none for ${missing}`,
      'Add it, or use --from.',
    );
  const draw = parameterStart(names, initial);
  return Array.from({ length: orbits }, () => {
    const theta = new Float64Array(names.length);
    draw(stream, theta);
    return theta;
  });
}

/** The manifold in the window asked for, else in the first of growing windows that holds a point of least loss. */
function manifoldIn({ system, problem, choices }: Task, symmetry: ExponentialSymmetry) {
  const solver = orbitSolver(system, symmetry);
  const given = windowOf(choices.window, problem.grid, system.names);
  const windows = given ? [given] : WINDOWS.map((end): Window => ({ lower: [-end, -end], upper: [end, end] }));
  const traced = (window: Window) => ({ window, ...traceManifold(system, symmetry, solver, window) });
  const [first, ...larger] = windows;
  const chosen = larger.reduce(
    (found, window) => (found.value.minima.length > 0 ? found : traced(window)),
    traced(first),
  );
  const { value, window, outcome, message, stats } = chosen;
  const warnings = outcome === 'converged' ? [] : [message];
  return { value, window, warnings, stats: { manifoldOrbits: stats['orbits'], manifoldPoints: stats['points'] } };
}

/** The window of `--window lo,hi` or `lo₁,hi₁,lo₂,hi₂`, else that of grid axes with ends. */
function windowOf(ends: readonly number[] | undefined, grid: Problem['grid'], names: readonly string[]): Window | null {
  if (ends) {
    if (ends.length !== 2 && ends.length !== 4)
      throw new InputError('--window', 'two or four numbers', String(ends.length), 'Write lo,hi or lo,hi,lo,hi.');
    const [a, b, c = a, d = b] = ends;
    return { lower: [a, c], upper: [b, d] };
  }
  if (grid === 'auto') return null;
  const axes = names.map((name) => grid[name]);
  if (axes.some((axis) => axis?.from === undefined || axis.to === undefined)) return null;
  return { lower: [axes[0].from!, axes[1].from!], upper: [axes[0].to!, axes[1].to!] };
}

function manifoldTable({ curves, minima }: Manifold): Pick<BalanceResult, 'manifold' | 'pieces' | 'minima'> {
  const manifold: number[][] = [];
  const pieces = curves.map(({ points, closed }) => {
    const first = manifold.length;
    for (let i = 0; i < points.length; i += 2) manifold.push([points[i], points[i + 1]]);
    return { first, count: points.length / 2, closed };
  });
  return { manifold, pieces, minima };
}

/** The Noether flow of an orbit until its distance from balance has fallen by e¹⁰. */
function flowOf({ system }: Task, symmetry: ExponentialSymmetry, start: ArrayLike<number>) {
  const solver = orbitSolver(system, symmetry);
  const terms = solver.terms(start);
  const balanced = solver.balance(start).value!;
  // dλ/dt = G/(2‖Aθ‖²), linear in λ near balance with rate Σa²(m + d)/‖Aθ‖².
  const at = solver.terms(balanced.theta);
  const t = componentsOf(symmetry, balanced.theta);
  let [pull, length] = [0, 0];
  symmetry.rates.forEach((a, k) => {
    pull += a * a * (at.noise[k] + at.decay[k]);
    length += a * a * t[k] * t[k];
  });
  const end = (10 * length) / pull;
  const times = Array.from({ length: 101 }, (_, i) => (i / 100) * end);
  return noetherFlow(symmetry, start, terms, { times });
}

/**
 * ‖u‖²/‖w‖² of the first pair with M₂/M₁, which bounds it on both sides where u and w are numbers. For A = Σ a_k v_k v_kᵀ, ‖u‖² stands for
 * Σ a_k (v_k·θ)² over a_k > 0 and ‖w‖² for the rest; with more than one direction in either no bound is known: 0 … ∞.
 */
function ratioOf({ system, symmetry, groups }: Task, point: BalancePointRow | undefined): BoundedRatio {
  if (!point) return { value: NaN, lower: 0, upper: Infinity };
  const n = system.names.length;
  const { noise: T, meanGradient: h, decay } = balanceWeights(system.hyperParameters);
  const ratio = (
    noise: readonly [number, number],
    square: readonly [number, number],
    single: boolean,
  ): BoundedRatio => {
    const bound = (noise[0] / square[1] + decay) / (noise[1] / square[0] + decay);
    return { value: square[0] / square[1], lower: single ? bound : 0, upper: single ? bound : Infinity };
  };
  if (groups) {
    const mean = new Float64Array(n);
    const C = new Float64Array(n * n);
    system.gradient(point.theta, mean, C);
    const pair = [groups[0][0], groups[0][groups[0].length - 1]] as const;
    const m = (k: number): number => T * C[k * (n + 1)] + h * mean[k] ** 2;
    return ratio([m(pair[0]), m(pair[1])], [point.theta[pair[0]] ** 2, point.theta[pair[1]] ** 2], true);
  }
  const { rates } = symmetry!;
  const { noise } = orbitSolver(system, symmetry!).terms(point.theta);
  const t = componentsOf(symmetry!, point.theta);
  const sum = (sign: number, f: (k: number) => number): number =>
    rates.reduce((total, a, k) => (a * sign > 0 ? total + Math.abs(a) * f(k) : total), 0);
  const single = [1, -1].every((sign) => rates.filter((a) => a * sign > 0).length === 1);
  return ratio(
    [sum(1, (k) => noise[k]), sum(-1, (k) => noise[k])],
    [sum(1, (k) => t[k] ** 2), sum(-1, (k) => t[k] ** 2)],
    single,
  );
}

/** Runs of [NB] Fig. 1. Where only T is known, η = T and S = 1. */
function runTrajectories(task: Task, start: Float64Array, until: number) {
  const { system, problem, law, symbolic, choices } = task;
  if (!task.symmetry) {
    throw new InputError(
      '--until',
      'a model with two parameters or a symmetry',
      `${system.names.length} parameters`,
      'Give symmetry: [[…], …].',
    );
  }
  const { temperature } = system.hyperParameters;
  const { learningRate = temperature, batchSize = 1 } = problem.sgd;
  const settings = { ...system.hyperParameters, modification: learningRate };
  const solver = orbitSolver({ ...system, hyperParameters: settings }, task.symmetry);
  const { columns } = law;
  const source =
    law.kind === 'rows' ? rowsSource(law, columns) : lawSource(problem.data as Record<string, string>, columns);
  const descent = { model: symbolic, system, symmetry: task.symmetry, solver, source, columns };
  const { value, outcome, message, stats } = trajectories(descent, start, {
    learningRate,
    batchSize,
    until,
    seed: choices.seed,
  });
  const assumed =
    problem.sgd.learningRate === undefined
      ? [`SGD was run with learning rate ${learningRate} and batch size 1, as only the temperature is given.`]
      : [];
  return { value, warnings: [...assumed, ...(outcome === 'diverged' ? [message] : [])], stats };
}
