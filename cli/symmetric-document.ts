import type { Component } from '../src/io/document.js';
import type { ErgodicDocument, EvolutionDocument, EvolutionFrame, JointTable } from '../src/io/evolution-document.js';
import { axis as buildAxis, type Axis } from '../src/grid/axis.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { InputError } from '../src/num/input-error.js';
import { compensatedSum } from '../src/num/sum.js';
import { reducedLines } from '../src/sde/reduced.js';
import { stationaryOnLines } from '../solvers/steady/stationary.js';
import { evolveSymmetric, type SymmetricFrame } from '../solvers/symmetry/evolve-symmetric.js';
import type { JointLaw } from '../solvers/symmetry/joint.js';
import { symmetricLimit } from '../solvers/symmetry/limit.js';
import { startCloud } from '../solvers/symmetry/start.js';
import type { LoadedProblem } from './load.js';
import { layersText, symmetricProblem } from './symmetric-problem.js';
import { symmetricStart } from './symmetric-start.js';
import { version } from './version.js';

/** Side of the cells of (ξ, ζ), and the mass from which on they are shown. */
const JOINT = { size: 0.25, least: 1e-7 } as const;
/** Cells of v that the law is tabulated on, and how many factors of e they reach to either side of the scale of v. */
const CELLS = 1200;
const REACH = { down: 16, up: 8 } as const;

/** The evolution off the balanced manifold, in symmetry coordinates: the law of v, and who has changed sides. */
export async function symmetricEvolution(loaded: LoadedProblem, times: readonly number[]): Promise<EvolutionDocument> {
  const started = performance.now();
  const { problem } = loaded;
  if (problem.sgd.schedule) {
    throw new InputError(
      'sgd.schedule',
      'one learning rate in symmetry coordinates',
      'a schedule',
      'Use coordinates: reduced.',
    );
  }
  const { linear, moments, warnings } = await symmetricProblem(loaded);
  const start = await symmetricStart(loaded, linear.width);
  const axis = axisOf(problem.grid, linear);
  const beforeSolving = performance.now();
  const { value, stats } = evolveSymmetric(linear, start, times, {
    edges: Array.from(axis.edges),
    joint: JOINT.size,
  });
  const solved = performance.now();
  const beyond = Math.max(...value.frames.map(({ marginal }) => marginal!.below + marginal!.above));
  const outside =
    beyond > 1e-9
      ? [`Up to ${beyond.toPrecision(2)} of the probability lies beyond the table of v; grid.v can widen it.`]
      : [];
  return {
    command: 'evolve',
    version: version(),
    problem,
    result: {
      variable: 'v',
      initial: layersText(problem.initial),
      frames: framesOf(value.frames, axis),
      massError: value.massError,
      smallestMass: value.smallestMass,
      moments,
    },
    warnings: [...warnings, ...value.warnings, ...outside],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving, ...stats },
  };
}

/** The limit off the balanced manifold: whoever can change sides does. */
export async function symmetricErgodic(loaded: LoadedProblem): Promise<ErgodicDocument> {
  const started = performance.now();
  const { problem } = loaded;
  const { linear, moments, warnings } = await symmetricProblem(loaded);
  const start = await symmetricStart(loaded, linear.width);
  const limit = symmetricLimit(linear, startCloud(start));
  const state = stationaryOnLines(reducedLines(linear), 'auto');
  const right = state.components[0];
  const weights: Record<string, number> = { 'v>0': limit.positive, 'v<0': limit.negative, 'v=0': limit.zero };
  const learned = Number((linear.alpha[1] / linear.alpha[0] || 0).toPrecision(6));
  const keeps = limit.right === 'stationary';
  const at = limit.right === 'learned' ? learned : 0;
  const lost = limit.negative + limit.zero + (at === 0 && !keeps ? limit.positive : 0);
  const limits: ErgodicDocument['result']['limits'] = [
    ...(keeps ? [{ name: right.name, kind: 'density' as const, weight: limit.positive }] : []),
    ...(limit.right === 'learned'
      ? [{ name: `v=${learned}`, kind: 'point' as const, at, weight: limit.positive }]
      : []),
    { name: 'v=0', kind: 'point' as const, at: 0, weight: lost },
  ];
  const components = state.components
    .filter(({ name }) => name in weights)
    .map((c): Component => ({ ...c, weight: weights[c.name] }));
  return {
    command: 'ergodic',
    version: version(),
    problem,
    result: {
      variable: 'v',
      components,
      initial: { law: layersText(problem.initial), components: [] },
      weights,
      limits,
      moments,
    },
    warnings,
    stats: { milliseconds: performance.now() - started },
  };
}

/** Cells of v on both sides of 0. */
function axisOf(
  grid: 'auto' | Readonly<Record<string, AxisSpec>>,
  { beta, alpha, temperature }: DiagonalLinearProblem,
): Axis {
  if (grid !== 'auto') {
    const wrong = Object.keys(grid).find((name) => name !== 'v');
    if (wrong !== undefined)
      throw new InputError(`grid.${wrong}`, 'one axis, v', `axis ${wrong}`, 'The law of v is tabulated.');
    return buildAxis('v', grid['v']);
  }
  const scale = Math.max(Math.abs(beta[1] / beta[0]), Math.sqrt(temperature * alpha[2]) / beta[0], 1e-6);
  return buildAxis('v', {
    kind: 'signed-log',
    from: scale * Math.exp(-REACH.down),
    to: scale * Math.exp(REACH.up),
    cells: CELLS,
  });
}

/** The frames with their joint laws cut to the part of the plane that holds mass at some time. */
function framesOf(frames: readonly SymmetricFrame[], axis: Axis): EvolutionFrame[] {
  const { xi, zeta } = frames[0].joint!;
  const held = (over: number, at: (k: number, l: number) => number, others: number): [number, number] => {
    const holds = Array.from({ length: over }, (_, k) =>
      frames.some(({ joint }) => {
        for (let l = 0; l < others; l++) if (joint!.mass[at(k, l)] > JOINT.least) return true;
        return false;
      }),
    );
    return [Math.max(0, holds.indexOf(true)), Math.max(0, holds.lastIndexOf(true)) + 1];
  };
  const columns = held(xi.length, (k, l) => l * xi.length + k, zeta.length);
  const rows = held(zeta.length, (k, l) => k * xi.length + l, xi.length);
  return frames.map((frame) => ({ ...frameOf(frame, axis), joint: jointOf(frame.joint!, rows, columns) }));
}

/** The rows and columns of a joint law from…to, ζ ascending. */
function jointOf(
  { xi, zeta, mass, balanced }: JointLaw,
  [top, bottom]: readonly [number, number],
  [from, to]: readonly [number, number],
): JointTable {
  const rows = Array.from({ length: bottom - top }, (_, k) => bottom - 1 - k);
  const axis = (name: string, centres: Float64Array) => ({ name, centres, widths: centres.map(() => JOINT.size) });
  return {
    axes: [
      axis(
        'zeta',
        Float64Array.from(rows, (j) => zeta[j]),
      ),
      axis('xi', xi.slice(from, to)),
    ],
    mass: Float64Array.from(rows.flatMap((j) => Array.from(mass.subarray(j * xi.length + from, j * xi.length + to)))),
    balanced,
  };
}

function frameOf(
  { time, mean, positive, negative, zero, marginal, meanZeta }: SymmetricFrame,
  axis: Axis,
): EvolutionFrame {
  const mass = marginal!.mass;
  const logDensity = mass.map((m, i) => Math.log(m / axis.widths[i]));
  const variance = compensatedSum(mass.map((m, i) => m * (axis.centres[i] - mean) ** 2)) + zero * mean * mean;
  const entropy = -compensatedSum(mass.map((m, i) => (m > 0 ? m * logDensity[i] : 0)));
  return {
    time,
    moments: { v: { mean, variance } },
    components: [
      { name: 'v<0', weight: negative },
      { name: 'v>0', weight: positive },
      { name: 'v=0', weight: zero },
    ],
    entropy,
    relativeEntropy: null,
    meanZeta,
    density: { axes: [{ name: 'v', centres: axis.centres, widths: axis.widths, edges: axis.edges }], mass, logDensity },
  };
}
