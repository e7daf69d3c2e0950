import { axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { discretise } from '../../src/fv/discretise.js';
import { gridOf, type Grid } from '../../src/grid/grid.js';
import { InputError } from '../../src/num/input-error.js';
import type { Sde } from '../../src/sde/sde.js';
import { sumOver } from '../steady/tensor-cells.js';
import { evolveOnGrid } from './tensor-evolution.js';
import { closedModes } from './tensor-limit.js';
import type { TensorStage } from './tensor-stages.js';
import { startOnGrid, startReach, type TensorStart } from './tensor-start.js';
import { massReach, roundedUp } from '../steady/tensor-box.js';

/** Cells along an axis of a coarse try, in the plane and in space; half widths of the boxes tried. */
const COARSE = [0, 48, 48, 12] as const;
const BOXES = [0.5, 1, 2, 4, 8, 16, 32, 64];
/** Probability in the outer cells at which a box counts as large enough, and that which the final box may leave out. */
const AT_EDGE = 1e-4;
const LEFT_OUT = 1e-7;
/** Probability of the start that may lie outside. */
const START_OUT = 1e-9;
/**
 * Cells along the axes that the program chooses, in the plane and in space: even, so that 0 lies between two nodes; and two to three, so
 * that no node lies on u = ±w, which gradient noise under a rescaling symmetry does not leave: cells there would hold mass for good.
 */
const CELLS = [[], [160], [128, 192], [16, 24, 20]] as const;

/**
 * A grid that holds the start and the density at all output times, found on coarse grids over growing boxes about 0. Axes that are
 * given stay as they are. Throws InputError where the mass reaches the edge of every box.
 */
export function gridForEvolution(
  stages: readonly TensorStage[],
  start: TensorStart,
  given: readonly (AxisSpec | null)[],
  times: readonly number[],
): Grid {
  const least = given.map((_, k) => startReach(start, k, START_OUT));
  const { names } = stages[0].sdeAt(0);
  return gridFor(names, given, { least, lawsOn: (grid) => coarseFrames(stages, start, grid, times) });
}

/** As `gridForEvolution`, for the steady states; it reaches at least so far out along each axis. */
export function gridForLimit(sde: Sde, given: readonly (AxisSpec | null)[], least: readonly number[]): Grid {
  const lawsOn = (grid: Grid) => (closedModes(discretise(sde, grid)) ?? []).map(({ mass }) => mass);
  return gridFor(sde.names, given, { least, lawsOn });
}

interface Wanted {
  readonly least: readonly number[];
  /** The masses that a grid must hold. */
  readonly lawsOn: (grid: Grid) => readonly Float64Array[];
}

function gridFor(names: readonly string[], given: readonly (AxisSpec | null)[], { least, lawsOn }: Wanted): Grid {
  if (given.every((spec) => spec !== null)) return gridOf(given.map((spec, k) => axis(names[k], spec)));
  const [cells, coarse] = [CELLS[given.length], COARSE[given.length]];
  for (const half of BOXES) {
    if (given.some((spec, k) => spec === null && least[k] > half)) continue;
    const grid = gridOf(
      given.map((spec, k) => {
        const own: AxisSpec = { kind: 'uniform', from: -half, to: half, cells: coarse };
        return axis(names[k], spec === null ? own : { ...spec, cells: Math.min(spec.cells, coarse) });
      }),
    );
    const laws = lawsOn(grid);
    const reaches = given.map((spec, k) => {
      if (spec !== null) return [0, 0] as const;
      const sums = laws.map((mass) => sumOver(grid, mass, k));
      const far = (left: number): number => Math.max(0, ...sums.map((sum) => massReach(sum, left)));
      return [far(AT_EDGE), far(LEFT_OUT)] as const;
    });
    if (reaches.some(([edge]) => edge > 0.95)) continue;
    // Three coarse cells of margin.
    const box = reaches.map(([, share], k) => roundedUp(Math.max(least[k], half * Math.min(1, share + 6 / coarse))));
    return gridOf(
      given.map((spec, k) => axis(names[k], spec ?? { kind: 'uniform', from: -box[k], to: box[k], cells: cells[k] })),
    );
  }
  const cure = 'Give grid: {NAME: {kind: uniform, from, to, cells}} for each parameter.';
  throw new InputError('grid', `axes, as the mass does not stay within ±${BOXES[BOXES.length - 1]}`, 'auto', cure);
}

/** Masses at the start, at the output times and at the ends of stages; on a ramp they go by where it ends. */
function coarseFrames(
  stages: readonly TensorStage[],
  start: TensorStart,
  grid: Grid,
  times: readonly number[],
): readonly Float64Array[] {
  let { mass } = startOnGrid(start, grid);
  const all = [mass];
  let begin = 0;
  for (const { until, sdeAt } of stages) {
    const end = Math.min(until, times[times.length - 1]);
    if (end < begin) break;
    const inside = [...times.filter((t) => t >= begin && t < end), end].map((t) => t - begin);
    const { masses } = evolveOnGrid(discretise(sdeAt(end), grid), mass, inside, { tolerance: 1e-9 }).value;
    all.push(...masses);
    mass = masses[masses.length - 1];
    begin = end;
  }
  return all;
}
