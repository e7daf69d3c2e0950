import { axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { discretise } from '../../src/fv/discretise.js';
import { gridOf, type Grid } from '../../src/grid/grid.js';
import { InputError } from '../../src/num/input-error.js';
import type { Sde } from '../../src/sde/sde.js';
import { sumOver } from '../steady/tensor-cells.js';
import { evolveOnGrid } from './tensor-evolution.js';
import { closedModes } from './tensor-limit.js';
import { onStates, type TensorStage } from './tensor-stages.js';
import { startOnGrid, startReach, type TensorStart } from './tensor-start.js';
import { massReach, roundedUp } from '../steady/tensor-box.js';

/** Cells along an axis of a coarse try, by the number of axes; how far out the boxes tried reach. */
const COARSE = [0, 96, 48, 12] as const;
const BOXES = [0.5, 1, 2, 4, 8, 16, 32, 64];
/** Probability in the outer cells at which a box counts as large enough, and that which the final box may leave out. */
const AT_EDGE = 1e-4;
const LEFT_OUT = 1e-7;
/** Probability of the start that may lie outside. */
const START_OUT = 1e-9;
/**
 * Cells along the axes that the program chooses, on a line, in the plane and in space: even, so that 0 lies between two nodes; and two to three, so
 * that no node lies on u = ±w, which gradient noise under a rescaling symmetry does not leave: cells there would hold mass for good.
 */
const CELLS = [[], [1000], [128, 192], [16, 24, 20]] as const;

/** Whether the program chooses an axis: all of it, or only how far it goes from the one end that is given. */
const isOpen = (spec: AxisSpec | null): boolean =>
  spec === null || (spec.kind === 'uniform' && (spec.from === undefined || spec.to === undefined));

/** Where an axis that the program chooses is measured from: its one end, or 0. */
export const anchorOf = (spec: AxisSpec | null): number => spec?.from ?? spec?.to ?? 0;

/** An axis that reaches so far from its anchor: to one side of its end, or to both of 0. */
function reaching(spec: AxisSpec | null, far: number, cells: number): AxisSpec {
  if (spec === null) return { kind: 'uniform', from: -far, to: far, cells };
  return { ...spec, cells, ...(spec.to === undefined ? { to: spec.from! + far } : { from: spec.to - far }) };
}

/** The share of an axis, from its anchor, beyond which less than `left` of the mass lies. */
function shareOf(spec: AxisSpec | null, mass: Float64Array, left: number): number {
  if (spec === null) return massReach(mass, left);
  // From an end it is that of the mass and its mirror image about the end.
  const outward = spec.to === undefined ? Array.from(mass) : Array.from(mass).reverse();
  return massReach(Float64Array.from([...outward.toReversed(), ...outward]), 2 * left);
}

/**
 * A grid that holds the start and the density at all output times, found on coarse grids over growing boxes about 0, or from the one end
 * of an axis that is given (`from` or `to` alone). Axes that are given stay as they are. Throws InputError where the mass reaches the edge of every box.
 */
export function gridForEvolution(
  stages: readonly TensorStage[],
  start: TensorStart,
  given: readonly (AxisSpec | null)[],
  times: readonly number[],
): Grid {
  const least = given.map((_, k) => startReach(start, k, START_OUT, anchorOf(given[k])));
  const { names } = stages[0].sdeAt(0);
  return gridFor(names, given, { least, lawsOn: (grid) => coarseFrames(stages, start, grid, times) });
}

/**
 * As `gridForEvolution`, for the steady states; it reaches at least so far out along each axis, from its anchor. Ends that absorb count as reflecting
 * here: nothing would be left to go by.
 */
export function gridForLimit(sde: Sde, given: readonly (AxisSpec | null)[], least: readonly number[]): Grid {
  const closed = ({ axes, size }: Grid): Grid => ({
    axes: axes.map((a) => ({ ...a, absorbing: [false, false] })),
    size,
  });
  const lawsOn = (grid: Grid) => (closedModes(discretise(sde, closed(grid))) ?? []).map(({ mass }) => mass);
  return gridFor(sde.names, given, { least, lawsOn });
}

interface Wanted {
  readonly least: readonly number[];
  /** The masses that a grid must hold. */
  readonly lawsOn: (grid: Grid) => readonly Float64Array[];
}

function gridFor(names: readonly string[], given: readonly (AxisSpec | null)[], { least, lawsOn }: Wanted): Grid {
  const open = given.map(isOpen);
  if (!open.includes(true)) return gridOf(given.map((spec, k) => axis(names[k], spec!)));
  const [cells, coarse] = [CELLS[given.length], COARSE[given.length]];
  for (const far of BOXES) {
    if (open.some((chosen, k) => chosen && least[k] > far)) continue;
    const onBox = (spec: AxisSpec | null, k: number): AxisSpec =>
      open[k] ? reaching(spec, far, coarse) : { ...spec!, cells: Math.min(spec!.cells, coarse) };
    const grid = gridOf(given.map((spec, k) => axis(names[k], onBox(spec, k))));
    const laws = lawsOn(grid);
    const reaches = given.map((spec, k) => {
      if (!open[k]) return [0, 0] as const;
      const sums = laws.map((mass) => sumOver(grid, mass, k));
      const share = (left: number): number => Math.max(0, ...sums.map((sum) => shareOf(spec, sum, left)));
      return [share(AT_EDGE), share(LEFT_OUT)] as const;
    });
    if (reaches.some(([edge]) => edge > 0.95)) continue;
    // Three coarse cells of margin.
    const box = reaches.map(([, share], k) => roundedUp(Math.max(least[k], far * Math.min(1, share + 6 / coarse))));
    return gridOf(given.map((spec, k) => axis(names[k], open[k] ? reaching(spec, box[k], cells[k]) : spec!)));
  }
  const ends = given.flatMap((spec, k) => (open[k] && spec !== null ? [`${names[k]} = ${anchorOf(spec)}`] : []));
  const most = BOXES[BOXES.length - 1];
  const where = ends.length > 0 ? `within ${most} of ${ends.join(' and ')}` : `within ±${most}`;
  const cure = 'Give grid: {NAME: {kind: uniform, from, to, cells}} for each parameter.';
  throw new InputError('grid', `axes, as the mass does not stay ${where}`, 'auto', cure);
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
    const generator = discretise(sdeAt(end), grid);
    const { masses } = evolveOnGrid(generator, onStates(mass, generator), inside, { tolerance: 1e-9 }).value;
    all.push(...masses);
    mass = masses[masses.length - 1];
    begin = end;
  }
  return all;
}
