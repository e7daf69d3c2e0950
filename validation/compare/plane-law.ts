import { cellNumber } from '../../solvers/particles/tally.js';
import { binnedLaw, coarseEdges, type BinnedLaw } from './binned-law.js';
import type { SteadyLaw } from './steady-law.js';

/** A density over two parameters, row-major on the cells between `edges`. */
export interface PlaneDensity {
  readonly axes: readonly {
    readonly name: string;
    readonly edges: Float64Array;
    readonly centres: ArrayLike<number>;
  }[];
  readonly mass: ArrayLike<number>;
}

/** The steady law of two parameters, as samples can be held against it. */
export interface PlaneLaw {
  readonly marginals: readonly SteadyLaw[];
  /** Edges along each axis of coarser cells, of about equal marginal probability: those of `joint`. */
  readonly cells: readonly Float64Array[];
  /** Probabilities by cell number (cellNumber), what lies outside included. */
  readonly joint: BinnedLaw;
}

/** Cells along each axis for the joint law: a hundred, so that 10⁵ values leave a total variation of 0.01 by chance. */
const CELLS = 10;

/** Marginals and coarse cells of a density over two parameters. */
export function planeLaw({ axes, mass }: PlaneDensity): PlaneLaw {
  const [n, m] = axes.map(({ centres }) => centres.length);
  const marginals = axes.map((axis, k) => {
    const sums = new Float64Array(axis.centres.length);
    for (let c = 0; c < n * m; c++) sums[k === 0 ? Math.floor(c / m) : c % m] += mass[c];
    return marginalLaw(axis, sums);
  });
  const cells = marginals.map(({ edges, finiteVolume }) =>
    Float64Array.from(coarseEdges(finiteVolume, CELLS), (i) => edges[i]),
  );
  const joint = new Float64Array((cells[0].length + 1) * (cells[1].length + 1));
  const centre = new Float64Array(2);
  for (let c = 0; c < n * m; c++) {
    centre[0] = axes[0].centres[Math.floor(c / m)];
    centre[1] = axes[1].centres[c % m];
    joint[cellNumber(cells, centre)] += mass[c];
  }
  return { marginals, cells, joint: binnedLaw('finite volume', joint, null) };
}

function marginalLaw({ name, edges, centres }: PlaneDensity['axes'][number], mass: Float64Array): SteadyLaw {
  const mean = mass.reduce((sum, p, i) => sum + p * centres[i], 0);
  const variance = mass.reduce((sum, p, i) => sum + p * (centres[i] - mean) ** 2, 0);
  const finiteVolume = binnedLaw('finite volume', [0, ...mass, 0], null);
  return { component: 'class-1', variable: name, edges, finiteVolume, closedForm: null, mean, variance };
}
