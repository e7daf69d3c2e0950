import type { DensityTable } from '../io/document.js';
import type { TensorComponent } from '../io/tensor-document.js';
import type { Figure } from './density-figure.js';
import { peakOf, type MapWindow } from './density-map.js';
import { sumOver, type AxisPair, type DensityPlane } from './density-plane.js';
import { short } from './number-text.js';

/** Arrows along an axis, and the density below the peak (in decades) at which none are drawn. */
const ARROWS = 22;
const ARROW_DECADES = 4;

/** What readers are told under a map with arrows. */
export const ARROW_NOTE =
  'Arrows point along the probability current J; their length grows as the fourth root of |J|/p, so that slow parts can be seen.';

/** An arrow's middle, its velocity J/p in units of the arrows' spacing, and its length. */
interface Arrow {
  readonly middle: readonly [number, number];
  readonly velocity: readonly [number, number];
  readonly speed: number;
}

/**
 * The current in a plane as arrows of three strokes over a pale outline; none where detailed balance holds. Over three axes it is the
 * current of the two axes' own density: J summed over the third.
 */
export function currentTraces(
  { current, detailedBalance }: TensorComponent,
  { table, pair, plane, window }: { table: DensityTable; pair: AxisPair; plane: DensityPlane; window: MapWindow },
): Figure['data'] {
  if (current === undefined || detailedBalance.holds) return [];
  const volumes = cellVolumes(table);
  const flow = plane.names.map((name) =>
    sumOver(
      table,
      pair,
      volumes.map((volume, cell) => current[name]![cell]! * volume),
    ),
  );
  const ends = plane.names.map((name) => window[name]!);
  const spacing = ends.map(([low, high]) => (high - low) / ARROWS);
  const arrows = arrowsOf(plane, flow, ends);
  if (arrows.length === 0) return [];
  const fastest = arrows.reduce((most, { speed }) => Math.max(most, speed), 0);
  const [x, y]: (number | null)[][] = [[], []];
  for (const { middle, velocity, speed } of arrows) {
    const length = 0.9 * (speed / fastest) ** 0.25;
    const [a, b] = velocity.map((v) => (v / speed) * length) as [number, number];
    // Tail, tip, one barb, tip again, the other barb: along the arrow and across it.
    for (const [along, across] of STROKES) {
      x!.push(short(middle[0] + spacing[0]! * (along * a - across * b)));
      y!.push(short(middle[1] + spacing[1]! * (along * b + across * a)));
    }
    x!.push(null);
    y!.push(null);
  }
  const trace = { type: 'scatter', mode: 'lines', x, y, hoverinfo: 'skip' };
  return [
    { ...trace, name: 'outline', showlegend: false, line: { color: 'rgba(255, 255, 255, 0.75)', width: 3.5 } },
    { ...trace, name: 'current J/p', showlegend: false, line: { color: '#14181d', width: 1.3 } },
  ];
}

const STROKES = [
  [-0.5, 0],
  [0.5, 0],
  [0.15, 0.22],
  [0.5, 0],
  [0.15, -0.22],
] as const;

/** Volume of every cell of a table. */
function cellVolumes({ axes, mass }: DensityTable): Float64Array {
  const volumes = new Float64Array(mass.length).fill(1);
  let inner = mass.length;
  for (const { widths } of axes) {
    inner /= widths.length;
    for (let cell = 0; cell < volumes.length; cell++)
      volumes[cell]! *= widths[Math.floor(cell / inner) % widths.length]!;
  }
  return volumes;
}

/** One arrow for the cells of each square of the window: their mean velocity at their mean place, weighed by probability. */
function arrowsOf(
  { edges, mass }: DensityPlane,
  flow: readonly Float64Array[],
  ends: readonly (readonly [number, number])[],
): Arrow[] {
  // Per square: probability, area, first moments of place, sums of J times volume.
  const sums = new Float64Array(6 * ARROWS * ARROWS);
  const columns = edges[1].length - 1;
  const spacing = ends.map(([low, high]) => (high - low) / ARROWS);
  for (let cell = 0; cell < mass.length; cell++) {
    const at = [Math.floor(cell / columns), cell % columns];
    const place = at.map((i, k) => (edges[k]![i]! + edges[k]![i + 1]!) / 2);
    const [a, b] = place.map((value, k) => Math.floor((value - ends[k]![0]) / spacing[k]!)) as [number, number];
    if (a < 0 || b < 0 || a >= ARROWS || b >= ARROWS) continue;
    const area = at.reduce((product, i, k) => product * (edges[k]![i + 1]! - edges[k]![i]!), 1);
    const m = mass[cell]!;
    const terms = [m, area, m * place[0]!, m * place[1]!, flow[0]![cell]!, flow[1]![cell]!];
    terms.forEach((term, k) => (sums[6 * (a * ARROWS + b) + k]! += term));
  }
  const lowest = 10 ** (peakOf([{ names: ['', ''], edges, mass }]) - ARROW_DECADES);
  const arrows: Arrow[] = [];
  for (let square = 0; square < sums.length; square += 6) {
    const [m, area, x, y, J, K] = sums.subarray(square, square + 6) as unknown as number[];
    const velocity = [J! / m! / spacing[0]!, K! / m! / spacing[1]!] as const;
    const speed = Math.hypot(...velocity);
    if (m! / area! > lowest && speed > 0) arrows.push({ middle: [x! / m!, y! / m!], velocity, speed });
  }
  return arrows;
}
