import { pointAt } from '../../src/data/cumulative.js';
import { lineFit } from '../../src/fv/line-fit.js';
import { lineGenerator } from '../../src/fv/line-generator.js';
import { axisFromMap } from '../../src/grid/axis.js';
import { InputError } from '../../src/num/input-error.js';
import { marcher } from '../../src/num/panel.js';
import { endBehaviour, outwardSlopes } from '../../src/sde/end-behaviour.js';
import type { LineSde } from '../../src/sde/line.js';
import { lineRange, sideOf } from '../evolve/initial-range.js';
import { firstPassage } from './first-passage.js';
import { logAdd } from './splitting.js';

/** An open interval of values, ±Infinity allowed. */
export interface ValueInterval {
  readonly from: number;
  readonly to: number;
}

/** Passage from one value into a set. */
export interface LinePassage {
  /** Probability to enter the set at all, and before the avoided one; and its natural logarithm. */
  readonly probability: number;
  readonly logProbability: number;
  /** Mean time until either set is entered, and its natural logarithm; Infinity where neither need ever be. */
  readonly meanTime: number;
  readonly logMeanTime: number;
}

/** What stops a path on one side: a set at y, or the end of the line. */
interface Barrier {
  readonly kind: 'target' | 'avoid' | 'end';
  readonly y: number;
}

/** Cells on each side of the start on the three grids that a time is extrapolated from. */
const CELLS = [500, 1000, 2000] as const;

/**
 * The chance and the mean time of a first passage on lines, from `start` to `target`. The chance is exact, from integrals of the scale
 * density; the time is extrapolated from three grids on which the start and the sets' ends are nodes.
 * Throws InputError for a start that is on no line, or on one that drift leaves through an end.
 */
export function linePassage(
  lines: readonly LineSde[],
  start: number,
  target: ValueInterval,
  avoid: ValueInterval | null,
): LinePassage {
  const inside = (set: ValueInterval | null): boolean => set !== null && start > set.from && start < set.to;
  if (inside(target)) return { probability: 1, logProbability: 0, meanTime: 0, logMeanTime: -Infinity };
  if (inside(avoid)) return { probability: 0, logProbability: -Infinity, meanTime: 0, logMeanTime: -Infinity };
  const line = lines.find(({ map: { support } }) => start > support[0] && start < support[1]);
  if (line === undefined) {
    const name = lines[0].variable;
    throw new InputError(
      '--from',
      `a value between the fixed points of ${name}`,
      String(start),
      'Nothing moves there.',
    );
  }
  if (line.endDrift[0] < 0 || line.endDrift[1] > 0) {
    throw new InputError(
      '--from',
      'a start that stays between fixed points',
      `${start}, from where drift leaves ${line.name}`,
      'Use evolve.',
    );
  }
  const y = line.map.coordinate(start);
  const barriers = ([-1, 1] as const).map((outward) => barrier(line, y, outward, { target, avoid }));
  const logProbability = logChance(line, y, barriers);
  const logMeanTime =
    barriers.some(({ kind }, e) => kind === 'end' && !returns(line, e as 0 | 1)) ||
    barriers.every(({ kind }) => kind === 'end')
      ? Infinity
      : logTime(line, y, barriers);
  return { probability: Math.exp(logProbability), logProbability, meanTime: Math.exp(logMeanTime), logMeanTime };
}

/** The first thing met in one direction. */
function barrier(
  { map }: LineSde,
  y: number,
  outward: 1 | -1,
  sets: { readonly target: ValueInterval; readonly avoid: ValueInterval | null },
): Barrier {
  const found: Barrier[] = [];
  for (const kind of ['target', 'avoid'] as const) {
    const set = sets[kind];
    if (set === null) continue;
    const [low, high] = map.support;
    if (!(set.from < high && set.to > low)) continue;
    // The end of the set that is met first on the way outward in y.
    const edge = map.orientation > 0 === outward > 0 ? set.from : set.to;
    if (!(edge > low && edge < high)) continue;
    const at = map.coordinate(edge);
    if (outward * (at - y) >= 0) found.push({ kind, y: at });
  }
  found.sort((a, b) => outward * (a.y - b.y));
  return found[0] ?? { kind: 'end', y: outward * Infinity };
}

/** Whether paths come back from an end: it reflects, or it neither attracts nor keeps them for an infinite time. */
function returns(line: LineSde, e: 0 | 1): boolean {
  return reflects(line, e) || endBehaviour(line, e === 0 ? -1 : 1).normalisable;
}

const reflects = (line: LineSde, e: 0 | 1): boolean => Number.isNaN(line.endDrift[sideOf(line, e)]);

/** ln of the probability that the target is met first: resistances to either side share it. */
function logChance(line: LineSde, y: number, barriers: readonly Barrier[]): number {
  const targets = barriers.filter(({ kind }) => kind === 'target').length;
  if (targets === 2) return 0;
  const resistance = barriers.map((b, e) => (b.kind === 'end' ? toEnd(line, y, e as 0 | 1) : between(line, y, b.y)));
  if (targets === 0) return -Infinity;
  const at = barriers.findIndex(({ kind }) => kind === 'target');
  const other = resistance[1 - at];
  if (other === Infinity) return 0;
  return other - logAdd(resistance[0], resistance[1]);
}

/** ln ∫ e^{−ψ} from y to a barrier, ψ(y) = 0. */
function between(line: LineSde, y: number, to: number): number {
  return y === to ? -Infinity : marcher(line.evaluate).march(y, to).logResistance;
}

/** ln ∫ e^{−ψ} from y to an end: Infinity where the end does not attract. */
function toEnd(line: LineSde, y: number, e: 0 | 1): number {
  const outward = e === 0 ? -1 : 1;
  const far = line.settled[e] + outward * 40;
  const { drift } = outwardSlopes(line.evaluate, far, outward);
  if (reflects(line, e) || !(drift > 1e-12)) return Infinity;
  const { logResistance, phi } = marcher(line.evaluate).march(y, outward * (far - y) > 0 ? far : y + outward);
  // Beyond, e^{−ψ} falls at least like e^{−drift·distance}.
  return logAdd(logResistance, -phi - Math.log(drift));
}

/** ln of the mean time to leave between the barriers, extrapolated in h². */
function logTime(line: LineSde, y: number, barriers: readonly Barrier[]): number {
  const range = lineRange(line, pointAt(line.map.value(y)), 1);
  const ends = [
    barriers[0].kind === 'end' ? Math.min(range.low, y - 1) : barriers[0].y,
    barriers[1].kind === 'end' ? Math.max(range.high, y + 1) : barriers[1].y,
  ];
  const logs = CELLS.map((count) => {
    const nodes = Float64Array.from({ length: 2 * count + 1 }, (_, k) =>
      k <= count ? ends[0] + ((y - ends[0]) * k) / count : y + ((ends[1] - y) * (k - count)) / count,
    );
    const n = nodes.length;
    // The outermost cells are as wide outward as inward.
    const outer = [1.5 * nodes[0] - 0.5 * nodes[1], 1.5 * nodes[n - 1] - 0.5 * nodes[n - 2]];
    const edges = Float64Array.from({ length: n + 1 }, (_, k) =>
      k === 0 ? outer[0] : k === n ? outer[1] : (nodes[k - 1] + nodes[k]) / 2,
    );
    const axis = axisFromMap('y', 'auto', n, (x) => x);
    const part = {
      line: { ...line, map: { ...line.map, orientation: 1 as const } },
      first: 0,
      count: n,
      fit: lineFit(line, nodes, edges),
    };
    const set = barriers.flatMap(({ kind }, e) => (kind === 'end' ? [] : [e === 0 ? 0 : n - 1]));
    return firstPassage(lineGenerator(axis, [part]), set).value.logTimes[count];
  });
  const [a, b, c] = logs;
  if (!Number.isFinite(c)) return c;
  const [first, second] = [b + (b - a) / 3, c + (c - b) / 3];
  return second + (second - first) / 15;
}
