import type { Axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import type { LineSde } from '../../src/sde/line.js';
import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import { stationaryOnLines, type LineSteadyState } from '../../solvers/steady/stationary.js';
import { closedFormFor, normalised } from '../closed-forms/index.js';
import { binnedLaw, massOfDensity, type BinnedLaw } from './binned-law.js';

/** The finite-volume law of one component on a grid made for comparing, and the closed form's on the same cells if there is one. */
export interface SteadyLaw {
  /** Name of the component. */
  readonly component: string;
  readonly variable: string;
  /** Finite and ascending. */
  readonly edges: Float64Array;
  readonly finiteVolume: BinnedLaw;
  readonly closedForm: BinnedLaw | null;
  readonly mean: number;
  readonly variance: number;
}

/** Cells to compare on, and the probability left out at each end. */
const CELLS = 1000;
const LEFT_OUT = 1e-9;

/**
 * The steady law of the first component that is a density: over the problem's grid, or over 1000 cells that hold all but 10⁻⁹ of it at
 * either end, in constant ratio on one side of 0, else evenly where most of it is. Throws InputError where every component is a point.
 */
export function steadyLaw(
  lines: readonly LineSde[],
  grid: AxisSpec | 'auto',
  problem: DiagonalLinearProblem | null,
): SteadyLaw {
  const wide = stationaryOnLines(lines, 'auto');
  const { density, laws, components } = wide;
  const first = components[0];
  if (density === null || laws.length === 0) {
    const cure = 'There is no density to compare with; particles shows the collapse.';
    throw new InputError('compare', 'a steady state that is a density', `a point mass at ${first.mean}`, cure);
  }
  const line = laws[0].line;
  const spec = grid === 'auto' ? comparisonAxis(density.axis, density.mass, first) : grid;
  const state = stationaryOnLines([line], spec);
  const { axis, mass } = state.density as NonNullable<LineSteadyState['density']>;
  const edges = axis.edges;
  // What the finite volumes do not hold lies outside; each end gets half, which is at most 10⁻⁹ on an automatic grid.
  const rest = Math.max(0, 1 - mass.reduce((sum, m) => sum + m, 0)) / 2;
  const finiteVolume = binnedLaw('finite volume', [rest, ...mass, rest], null);
  const form = problem === null ? null : closedFormFor(problem);
  const piece =
    form && problem ? normalised(form, problem).find((p) => covers(p.support, line.map.support)) : undefined;
  const closedForm =
    piece === undefined
      ? null
      : binnedLaw('closed form', withOutside(massOfDensity((v) => piece.logDensity(v), edges)), null);
  const { name: component, mean, variance } = first;
  return { component, variable: line.variable, edges, finiteVolume, closedForm, mean, variance };
}

const covers = (outer: readonly [number, number], inner: readonly [number, number]): boolean =>
  outer[0] <= inner[0] && outer[1] >= inner[1];

/** A normalised density on the cells, with what they leave out halved between the ends. */
function withOutside(mass: Float64Array): Float64Array {
  const rest = Math.max(0, 1 - mass.reduce((sum, m) => sum + m, 0)) / 2;
  mass[0] = mass[mass.length - 1] = rest;
  return mass;
}

/** An axis between the outermost quantiles of a law that is tabulated on a wider one. */
function comparisonAxis(
  axis: Axis,
  mass: Float64Array,
  { mode, quantiles }: LineSteadyState['components'][number],
): AxisSpec {
  let [low, high] = [0, axis.cells - 1];
  for (let sum = 0; low < high && (sum += mass[low]) < LEFT_OUT;) low++;
  for (let sum = 0; high > low && (sum += mass[high]) < LEFT_OUT;) high--;
  const [from, to] = [finite(axis, low), finite(axis, high + 1)];
  if (from * to > 0 && (to / from > 10 || from / to > 10)) return { kind: 'log', from, to, cells: CELLS };
  const scale = quantiles['0.95'] - quantiles['0.05'];
  const inside = mode > from && mode < to ? mode : quantiles['0.5'];
  return { kind: 'sinh', from, to, centre: inside, scale, cells: CELLS };
}

/** An edge, or the nearest one that is finite and, on a grid of one sign, not 0. */
function finite({ edges, centres }: Axis, index: number): number {
  const edge = edges[index];
  if (Number.isFinite(edge) && edge !== 0) return edge;
  return index === 0 ? centres[0] : centres[centres.length - 1];
}
