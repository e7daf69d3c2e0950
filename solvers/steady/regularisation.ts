import { discretise, type DiscretisedSde } from '../../src/fv/discretise.js';
import { axisFromMap, type Axis } from '../../src/grid/axis.js';
import { gridOf, type Grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';
import { steadyState } from './steady-state.js';
import { tensorFigures, tensorTable } from './tensor-figures.js';

/** What the noise added to a singular diffusion changes: from twice as much, halved to what is used. */
export interface RegularisationEffect {
  /** Cells along each axis of the grid on which it was tried. */
  readonly cells: readonly number[];
  /** ½ Σ |Δm| between the two. */
  readonly totalVariation: number;
  /** The largest change of a mean, in standard deviations, and of a variance, relative to it. */
  readonly mean: number;
  readonly variance: number;
}

/** Cells along an axis on which the effect is tried at most, in the plane and in space. */
const TRIED = { 2: 48, 3: 16 } as const;

/**
 * Solves for the steady state with twice and with once the regularisation, on a grid of few cells over the same range, and compares: what the
 * halving changes is, to first order in the addition, what the addition that is left still does. (Less than is used cannot be added: it is
 * the smallest that keeps jumps short, and longer jumps have errors of their own.)
 * Undefined where nothing was added, ends absorb, or the coarse grids have no unique steady state.
 */
export function regularisationEffect(
  sde: Sde,
  { grid, stencil, ends = [] }: DiscretisedSde,
): RegularisationEffect | undefined {
  const d = grid.axes.length;
  if (stencil.regularisedCells === 0 || ends.length > 0 || (d !== 2 && d !== 3)) return undefined;
  const coarse = coarsened(grid, TRIED[d]);
  const [usual, doubled] = [1, 2].map((addition) => discretise(sde, coarse, { addition }));
  if (usual.facts.recurrentClasses !== 1 || doubled.facts.recurrentClasses !== 1) return undefined;
  const [a, b] = [usual, doubled].map((generator) => steadyState(generator).value);
  const [first, second] = [a, b].map((density) => tensorFigures(density, tensorTable(density)));
  const over = (figure: (name: string) => number): number => Math.max(...grid.axes.map(({ name }) => figure(name)));
  return {
    cells: coarse.axes.map(({ cells }) => cells),
    totalVariation: a.mass.reduce((sum, m, i) => sum + Math.abs(m - b.mass[i]) / 2, 0),
    mean: over((name) => Math.abs(first.mean[name] - second.mean[name]) / Math.sqrt(first.variance[name])),
    variance: over((name) => Math.abs(second.variance[name] / first.variance[name] - 1)),
  };
}

/** The effect in a sentence. */
export function regularisationSentence({ cells, totalVariation, mean, variance }: RegularisationEffect): string {
  // A mean that symmetry fixes moves by rounding alone.
  const figure = (x: number): string => String(x < 1e-12 ? 0 : Number(x.toPrecision(2)));
  return `diffusion: halving twice the added noise to what is used moves the density by ${figure(totalVariation)} in total variation, means by up to ${figure(mean)} standard deviations and variances by up to ${figure(100 * variance)} % (on ${cells.join(' × ')} cells); what is left does about as much.`;
}

/** At most `most` cells along each axis, even in number where the fine axis is: every cell a fixed number of fine ones, or the map resampled. */
function coarsened({ axes }: Grid, most: number): Grid {
  return gridOf(
    axes.map((axis): Axis => {
      if (axis.cells <= most) return axis;
      const cells = most - ((most - axis.cells) & 1);
      return axisFromMap(axis.name, axis.kind, cells, (x) => placeOf(axis, x), axis.periodic);
    }),
  );
}

/** The coordinate at a part x of the axis' cells, between edges and nodes linearly. */
function placeOf({ centres, edges, cells }: Axis, x: number): number {
  const half = 2 * cells * x;
  const k = Math.min(Math.floor(half), 2 * cells - 1);
  const at = (i: number): number => (i % 2 === 0 ? edges[i / 2] : centres[(i - 1) / 2]);
  const t = half - k;
  return t === 0 ? at(k) : (1 - t) * at(k) + t * at(k + 1);
}
