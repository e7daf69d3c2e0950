import { discretise, type DiscretisedSde } from '../../src/fv/discretise.js';
import { axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { gridOf } from '../../src/grid/grid.js';
import { InputError } from '../../src/num/input-error.js';
import type { Sde } from '../../src/sde/sde.js';
import { stationaryOnGrid } from './tensor-state.js';

/** Cells along an axis of a coarse try, in the plane and in space, and the boxes tried. */
const COARSE = { 2: 48, 3: 14 } as const;
const BOXES = [2, 4, 8, 16, 32];
/** Probability in the outer cells at which a box counts as large enough, and that which the final box may leave out. */
const AT_EDGE = 1e-4;
const LEFT_OUT = 1e-7;

/** A box about 0, by its half width along each coordinate, and the generator on the coarse grid that showed it. */
export interface FoundBox {
  readonly half: readonly number[];
  readonly coarse: DiscretisedSde;
}

/**
 * A box that holds nearly all of the steady state: from coarse grids over growing boxes.
 * Axes that are given stay as they are; ends that absorb count as reflecting. Throws InputError where the mass reaches the edge of every box.
 */
export function boxOf(sde: Sde, given: readonly (AxisSpec | null)[]): FoundBox {
  const coarse = COARSE[given.length === 3 ? 3 : 2];
  for (const half of BOXES) {
    const axes = given.map((spec, k) => {
      const own: AxisSpec = { kind: 'uniform', from: -half, to: half, cells: coarse };
      return axis(
        sde.names[k],
        spec === null ? own : { ...spec, absorbing: undefined, cells: Math.min(spec.cells, coarse) },
      );
    });
    const generator = discretise(sde, gridOf(axes));
    const { marginals } = stationaryOnGrid(generator);
    const reaches = marginals.map((mass, k) =>
      given[k] === null ? [massReach(mass, AT_EDGE), massReach(mass, LEFT_OUT)] : [0, 0],
    );
    if (reaches.some(([edge]) => edge > 0.95)) continue;
    // Three coarse cells of margin.
    const halves = reaches.map(([, share]) => roundedUp(half * Math.min(1, share + 6 / coarse)));
    return { half: halves, coarse: generator };
  }
  const cure = 'Give grid: {NAME: {kind: uniform, from, to, cells}} for each parameter.';
  throw new InputError('grid', `axes, as the mass is not within ±${BOXES[BOXES.length - 1]}`, 'auto', cure);
}

/** The share of the half width beyond which less than `left` of the mass lies, on the worse of both sides. */
export function massReach(mass: Float64Array, left: number): number {
  const n = mass.length;
  let outside = 0;
  for (let layer = 0; layer < n / 2; layer++) {
    outside += mass[layer] + mass[n - 1 - layer];
    if (outside > left) return 1 - (2 * layer) / n;
  }
  return 0;
}

/** The next larger number with steps of a quarter of a power of two: people read these numbers. */
export function roundedUp(x: number): number {
  const step = 2 ** (Math.floor(Math.log2(x)) - 2);
  return Math.ceil(x / step) * step;
}
