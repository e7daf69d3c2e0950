import type { Cumulative } from '../../src/data/cumulative.js';
import type { Axis } from '../../src/grid/axis.js';
import { InputError } from '../../src/num/input-error.js';
import type { LineSde } from '../../src/sde/line.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { axisOfLines } from '../../solvers/evolve/initial-axis.js';
import { initialCells } from '../../solvers/evolve/initial-cells.js';
import { lineRange, type LineRange } from '../../solvers/evolve/initial-range.js';
import { methodOfLines } from '../../solvers/evolve/method-of-lines.js';
import { binnedLaw, type BinnedLaw } from './binned-law.js';

/** Two computations of one transient density on the same cells. */
export interface TransientLaws {
  readonly edges: Float64Array;
  readonly finiteVolume: BinnedLaw;
  readonly methodOfLines: BinnedLaw;
}

/** Cells, and the probability beyond the walls that both computations have at each end: far out an explicit method is too slow. */
const CELLS = 200;
const LEFT_OUT = 1e-3;

/**
 * The density on one line at a time, from a law that starts there: by finite volumes and the rational exponential, and by central
 * differences and odex, between walls that leave out a thousandth at either end. Neither the fluxes nor the steps in time have anything in common, so what they differ by is their error.
 * Throws InputError for a law that does not start on the line, and where the explicit method would have too much to do.
 */
export function transientLaws(line: LineSde, law: Cumulative, time: number): TransientLaws {
  const { edges, start, axis } = startOn(line, law, time);
  const { generator } = generatorOnAxis([line], axis);
  const [frame] = evolve(generator, { grid: generator.grid, mass: start }, [time]).value.frames;
  const lines = methodOfLines(line, axis, start, { time }).map((m) => Math.max(0, m));
  const binned = (name: string, mass: Float64Array): BinnedLaw => binnedLaw(name, [0, ...mass, 0], null);
  return {
    edges,
    finiteVolume: binned(
      'finite volume',
      frame.density.mass.map((m) => Math.max(0, m)),
    ),
    methodOfLines: binned('method of lines', lines),
  };
}

/** An even lattice that holds the start and the density at the time, found by a run on the whole range. */
function startOn(
  line: LineSde,
  law: Cumulative,
  time: number,
): { edges: Float64Array; start: Float64Array; axis: Axis } {
  const whole = lineRange(line, law, time);
  if (!(whole.weight > 0)) {
    throw new InputError('transientLaws', `a law that starts on ${line.name}`, law.text, 'Choose another line or law.');
  }
  const wide = on({ ...whole, anchor: NaN }, law, 4 * CELLS);
  const { generator } = generatorOnAxis([line], wide.axis);
  const end = evolve(generator, { grid: generator.grid, mass: wide.start }, [time]).value.frames[0].density.mass;
  const held = [wide.start, end].map((mass) => bulk(mass));
  const [first, last] = [Math.min(...held.map(([a]) => a)), Math.max(...held.map(([, b]) => b))];
  const ends = [wide.axis.edges[first], wide.axis.edges[last + 1]].map(line.map.coordinate);
  const range = { ...whole, anchor: NaN, low: Math.min(...ends), high: Math.max(...ends) };
  const { axis, start } = on(range, law, CELLS);
  return { edges: axis.edges, start, axis };
}

function on(range: LineRange, law: Cumulative, cells: number): { axis: Axis; start: Float64Array } {
  const axis = axisOfLines([range], () => cells, 'cut');
  const { mass } = initialCells(law, axis, generatorOnAxis([range.line], axis).parts);
  const total = mass.reduce((sum, m) => sum + m, 0);
  return { axis, start: mass.map((m) => m / total) };
}

/** The cells between which all but LEFT_OUT at each end lies. */
function bulk(mass: Float64Array): [number, number] {
  let [first, last] = [0, mass.length - 1];
  for (let sum = 0; first < last && (sum += mass[first]) < LEFT_OUT;) first++;
  for (let sum = 0; last > first && (sum += mass[last]) < LEFT_OUT;) last--;
  return [first, last];
}
