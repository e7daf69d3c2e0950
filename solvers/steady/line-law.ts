import { endBehaviour, type EndBehaviour } from '../../src/sde/end-behaviour.js';
import type { LineSde } from '../../src/sde/line.js';
import { marcher, POINTS, type Marcher } from '../../src/num/panel.js';
import { compensatedSum } from '../../src/num/sum.js';
import { lineSlopes, maxima, type LineSlopes } from './line-peaks.js';

/**
 * The normalised zero-flux density of a line on adaptive panels: what every grid, moment and quantile is read from.
 * Panels ascend in y; the two tails beyond them carry their exact asymptotic mass.
 */
export interface LineLaw {
  readonly kind: 'density';
  readonly line: LineSde;
  readonly slopes: LineSlopes;
  readonly ends: readonly [EndBehaviour, EndBehaviour];
  /** y and probability of each quadrature point (8 a panel), ascending in y. */
  readonly y: Float64Array;
  readonly probability: Float64Array;
  /** Panel k covers bounds[k] to bounds[k+1]; logDensity[k] = ln p_y at bounds[k]. */
  readonly bounds: Float64Array;
  readonly logDensity: Float64Array;
  /** Probability of the tails y < bounds[0] and y > the last bound. */
  readonly tails: readonly [number, number];
  /** y of the highest point of p_y, and every local maximum. */
  readonly peak: number;
  readonly peaks: readonly number[];
  readonly marcher: Marcher;
}

/** A line whose density cannot be normalised: all mass ends at one end (or, from both sides, at either). */
export interface LineCollapse {
  readonly kind: 'collapse';
  readonly line: LineSde;
  readonly ends: readonly [EndBehaviour, EndBehaviour];
  /** Whether the mass diverges at y → −∞ and at y → +∞. */
  readonly diverges: readonly [boolean, boolean];
}

/** Mass and moments this many nats below their peaks are left out where the density falls without a settled power law. */
const NATS = 80;
/** The most nats that a step of the march may fall at the slope of its end. */
const STEEPEST = 300;

interface Side {
  readonly bounds: number[];
  readonly psi: number[];
  readonly points: number[];
  readonly logWeights: number[];
  /** ln of the tail's mass relative to the peak's q. */
  readonly logTail: number;
}

/**
 * The steady state of a line, by integrating f = a/D outward from the highest point of p_y in logs: for depth ≥ 2
 * f grows without bound at v = 0, and a sum started there would lose every digit.
 */
export function lineLaw(line: LineSde): LineLaw | LineCollapse {
  const ends = [endBehaviour(line, -1), endBehaviour(line, 1)] as const;
  if (!ends[0].normalisable || !ends[1].normalisable) {
    return { kind: 'collapse', line, ends, diverges: [!ends[0].normalisable, !ends[1].normalisable] };
  }
  const slopes = lineSlopes(line);
  const walk = marcher(line.evaluate, line.kinks);
  const peaks = maxima(line, slopes.perCoordinate);
  const { peak, high } = highest(line, walk, peaks);
  const lower = side({ line, walk, slopes, peak, last: Math.min(...high), end: ends[0], direction: -1 });
  const upper = side({ line, walk, slopes, peak, last: Math.max(...high), end: ends[1], direction: 1 });
  return { kind: 'density', line, slopes, ends, peak, peaks, marcher: walk, ...joined(line, lower, upper) };
}

/** The maximum with the largest ln p_y, compared with others through the potential between them, and all that come within NATS of it. */
function highest(line: LineSde, walk: Marcher, peaks: readonly number[]): { peak: number; high: readonly number[] } {
  if (peaks.length === 0)
    throw new Error(
      `steadyState: a maximum of the density of ${line.name}, got none. Check the data law and temperature.`,
    );
  // From the middle outwards: far out the potential may be so large that nothing could be told by way of there.
  const middle = (line.settled[0] + line.settled[1]) / 2;
  const start = peaks.reduce((best, y, k) => (Math.abs(y - middle) < Math.abs(peaks[best] - middle) ? k : best), 0);
  const psi = new Float64Array(peaks.length);
  for (let k = start + 1; k < peaks.length; k++) psi[k] = psi[k - 1] + walk.potential(peaks[k - 1], peaks[k]);
  for (let k = start - 1; k >= 0; k--) psi[k] = psi[k + 1] + walk.potential(peaks[k + 1], peaks[k]);
  const levels = peaks.map((y, k) => psi[k] - logDiffusion(line, y));
  const top = Math.max(...levels);
  return { peak: peaks[levels.indexOf(top)], high: peaks.filter((_, k) => levels[k] > top - NATS) };
}

const pair = new Float64Array(2);
function logDiffusion(line: LineSde, y: number): number {
  line.evaluate(y, pair);
  return Math.log(pair[1]);
}

interface SideOptions {
  readonly line: LineSde;
  readonly walk: Marcher;
  readonly slopes: LineSlopes;
  readonly peak: number;
  /** The outermost maximum in this direction that holds any mass. */
  readonly last: number;
  readonly end: EndBehaviour;
  readonly direction: -1 | 1;
}

/** Marches from the peak towards one end until mass and second moment are negligible or the power law has settled. */
function side({ line, walk, slopes, peak, last, end, direction }: SideOptions): Side {
  const top = -logDiffusion(line, peak);
  const unbounded = !Number.isFinite(line.map.value(direction * 1e4));
  // The highest of the moments that are asked for and exist: far out v grows like e^|y|.
  const order = !unbounded ? 0 : end.kind === 'essential' || end.slope < -2 ? 2 : end.slope < -1 ? 1 : 0;
  const out = { bounds: [peak], psi: [0], points: [] as number[], logWeights: [] as number[] };
  let [psi, y, moment, step] = [0, peak, -Infinity, firstStep(slopes, peak)];
  for (;;) {
    // Where the slope grows exponentially a step may end far steeper than it began.
    while (Math.abs(slopes.perCoordinate(y + direction * step)) * step > STEEPEST) step /= 2;
    const reach = y + direction * step;
    const stop = direction * (reach - end.from) < 0 ? reach : end.from;
    const start = psi;
    walk.march(y, stop, (panel) => {
      for (let j = 0; j < POINTS; j++) {
        out.points.push(panel.y[j]);
        out.logWeights.push(start + panel.psi[j] + Math.log(panel.weight[j] / panel.diffusion[j]));
      }
      out.bounds.push(panel.to);
      out.psi.push((psi = start + panel.psiTo));
    });
    y = stop;
    const level = psi - logDiffusion(line, y);
    if (y === end.from) return { ...out, logTail: end.kind === 'power' ? level - Math.log(-end.slope) : -Infinity };
    const slope = direction * slopes.perCoordinate(y);
    const weighted = level + order * Math.log(Math.abs(line.map.value(y)));
    moment = Math.max(moment, weighted);
    const momentDone = order === 0 || weighted < moment - NATS;
    const past = direction * (y - last) >= 0;
    if (past && slope < 0 && level - Math.log(-slope) < top - NATS && momentDone) return { ...out, logTail: -Infinity };
    step = Math.min(2 * step, 4, 30 / Math.max(Math.abs(slope), 1e-300));
  }
}

/** The scale on which p_y falls off its peak, as a first step. */
function firstStep(slopes: LineSlopes, peak: number): number {
  let step = 1;
  while (step > 1e-12 && Math.abs(slopes.perCoordinate(peak + step)) * step > 2) step /= 2;
  return step;
}

/** Both sides as one ascending list of panels, normalised. */
function joined(
  line: LineSde,
  lower: Side,
  upper: Side,
): Pick<LineLaw, 'y' | 'probability' | 'bounds' | 'logDensity' | 'tails'> {
  const y = endToEnd(lower.points, upper.points);
  const probability = endToEnd(lower.logWeights, upper.logWeights);
  const bounds = endToEnd(lower.bounds.slice(1), upper.bounds);
  const psi = endToEnd(lower.psi.slice(1), upper.psi);
  let top = Math.max(lower.logTail, upper.logTail);
  for (const logWeight of probability) if (logWeight > top) top = logWeight;
  for (let i = 0; i < probability.length; i++) probability[i] = Math.exp(probability[i] - top);
  const tails = [Math.exp(lower.logTail - top), Math.exp(upper.logTail - top)] as const;
  const total = compensatedSum(probability) + tails[0] + tails[1];
  for (let i = 0; i < probability.length; i++) probability[i] /= total;
  const logTotal = top + Math.log(total);
  return {
    y,
    bounds,
    probability,
    logDensity: psi.map((value, k) => value - logDiffusion(line, bounds[k]) - logTotal),
    tails: [tails[0] / total, tails[1] / total],
  };
}

/** What was met downwards from a point, turned round, and then what was met upwards. */
function endToEnd(down: readonly number[], up: readonly number[]): Float64Array {
  const all = new Float64Array(down.length + up.length);
  for (let i = 0; i < down.length; i++) all[down.length - 1 - i] = down[i];
  for (let i = 0; i < up.length; i++) all[down.length + i] = up[i];
  return all;
}
