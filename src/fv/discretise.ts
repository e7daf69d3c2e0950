import type { Axis } from '../grid/axis.js';
import type { Grid } from '../grid/grid.js';
import { assembleJumps } from '../num/csr.js';
import { InputError } from '../num/input-error.js';
import type { Sde } from '../sde/sde.js';
import { absorbingEnds, stateOf } from './absorbing-end.js';
import type { Generator } from './generator.js';
import type { StencilReport } from './lattice-jumps.js';
import { measuredFacts } from './measured-facts.js';
import { tensorJumps, type StencilOptions } from './tensor-stencil.js';

/** A generator with the account of how its jumps were made. */
export interface DiscretisedSde extends Generator {
  readonly stencil: StencilReport;
  /** Sentences about what was approximated: how much was added to a singular diffusion. Usually empty. */
  readonly warnings: readonly string[];
}

/**
 * The finite-volume generator of an SDE on a tensor grid with one axis for each coordinate (in any order), whose ends reflect unless
 * the axes are periodic or say that they absorb. Rates are never negative; columns sum to zero.
 * Throws InputError where the axes do not match the coordinates, and for what `tensorJumps` refuses.
 */
export function discretise(sde: Sde, grid: Grid, options: StencilOptions = {}): DiscretisedSde {
  const axes = sde.names.map((name) => axisFor(grid, name));
  const stray = grid.axes.find(({ name }) => !sde.names.includes(name));
  if (stray !== undefined) {
    throw new InputError(
      `grid.${stray.name}`,
      `an axis of ${sde.names.join(', ')}`,
      stray.name,
      'Name axes after the coordinates.',
    );
  }
  const ordered: Grid = { axes, size: grid.size };
  const ends = absorbingEnds(ordered);
  const jumps = { from: [] as number[], to: [] as number[], rate: [] as number[] };
  const stencil = tensorJumps(
    sde,
    axes,
    (from, to, rate) => {
      jumps.from.push(from);
      jumps.to.push(stateOf(to, axes, ends));
      jumps.rate.push(rate);
    },
    options,
  );
  const rates = assembleJumps(grid.size + ends.length, jumps);
  const facts = measuredFacts(rates);
  return { grid: ordered, rates, facts, ...(ends.length > 0 && { ends }), stencil, warnings: additions(stencil) };
}

function axisFor(grid: Grid, name: string): Axis {
  const axis = grid.axes.find((a) => a.name === name);
  if (axis !== undefined) return axis;
  const have = grid.axes.map((a) => a.name).join(', ');
  throw new InputError(
    `grid.${name}`,
    `an axis for ${name}`,
    `axes ${have}`,
    'Give each coordinate of the SDE an axis.',
  );
}

function additions({ regularisedCells, relativeAddition, radius }: StencilReport): string[] {
  if (regularisedCells === 0) return [];
  const share = (100 * relativeAddition).toPrecision(2);
  return [
    `diffusion: singular or too anisotropic for jumps of ${radius} cells in ${regularisedCells} cells; noise was added there, at most ${share} % of the cell's rates.`,
  ];
}
