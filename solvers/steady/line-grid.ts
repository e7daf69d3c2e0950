import { axisFromMap, type Axis } from '../../src/grid/axis.js';
import type { LineMap } from '../../src/sde/line.js';
import type { FittedLine } from '../../src/fv/line-generator.js';
import { cellOf } from '../../src/fv/line-generator.js';
import { logDensityPerCoordinate } from './line-statistics.js';
import type { LineLaw } from './line-law.js';

/** Cells of an automatic axis unless more are needed to resolve the peak. */
export const AUTO_CELLS = 2000;
const AUTO_MOST_CELLS = 20_000;
/** How far below the peak, in nats of mass per cell, an automatic axis reaches. */
const NATS = 80;

/**
 * The automatic axis of a law: a uniform lattice of the line's own coordinate y over everything within 80 nats of the
 * peak in mass per cell. Where a power law makes that range longer than the coefficients take to settle, the axis stops
 * there and its outermost cell reaches to the end of the support if that end is finite.
 */
export function autoAxis(law: LineLaw, name: string): Axis {
  const { map } = law.line;
  const top = logDensityPerCoordinate(law, law.peak);
  const low = reach(law, top, 0);
  const high = reach(law, top, 1);
  // Of several peaks the narrowest that holds any mass decides.
  const tops = law.peaks.filter((y) => logDensityPerCoordinate(law, y) > top - NATS);
  const width = Math.min(...tops.map((y) => peakWidth(law, y)));
  const cells = Math.min(AUTO_MOST_CELLS, Math.max(AUTO_CELLS, 2 * Math.ceil((2 * (high.y - low.y)) / width)));
  const [first, last] = map.orientation > 0 ? [low, high] : [high, low];
  const value = (x: number): number => {
    if (x === 0 && first.settled) return map.value(first === low ? -Infinity : Infinity);
    if (x === 1 && last.settled) return map.value(last === high ? Infinity : -Infinity);
    return map.value(first.y + (last.y - first.y) * x);
  };
  return axisFromMap(name, 'auto', cells, value);
}

/** How far the lattice goes at one end, and whether it stops there because the law has settled on a power. */
function reach(law: LineLaw, top: number, e: 0 | 1): { y: number; settled: boolean } {
  const { bounds, logDensity, ends } = law;
  const direction = e === 0 ? -1 : 1;
  // Beyond this point corrections to the power law are below rounding for the model's own scales.
  const settled = (e === 0 ? law.line.settled[0] : law.line.settled[1]) + direction * 42;
  // From the end inwards, so that a well beyond a barrier is not cut off.
  let k = direction < 0 ? 0 : bounds.length - 1;
  const within = (i: number): boolean => bounds[i] !== undefined && direction * (bounds[i] - law.peak) > 0;
  while (
    within(k - direction) &&
    (logDensity[k - direction] <= top - NATS || direction * (bounds[k - direction] - settled) >= 0)
  )
    k -= direction;
  const finite = Number.isFinite(law.line.map.value(direction * 1e4));
  const stopped = ends[e].kind === 'power' && direction * (bounds[k] - settled) >= 0;
  const nearest = finite ? nearestToEnd(law.line.map, direction) : direction * Infinity;
  if (direction * (bounds[k] - nearest) > 0) return { y: nearest, settled: true };
  if (!stopped || finite) return { y: bounds[k], settled: stopped };
  // Towards infinity a settled power law is followed until it is 80 nats down.
  return { y: bounds[k] + (direction * (logDensity[k] - top + NATS)) / Math.abs(ends[e].slope), settled: false };
}

/** y at which cells near a finite end other than 0 would be as narrow as the rounding of v. */
function nearestToEnd(map: LineMap, direction: -1 | 1): number {
  const at = map.value(direction * Infinity);
  const inwards = at === map.support[0] ? 1 : -1;
  return at === 0 ? direction * Infinity : map.coordinate(at + inwards * 1e-12 * Math.abs(at));
}

/** 1/√(−curvature) of ln p_y at a peak. */
function peakWidth(law: LineLaw, peak: number): number {
  const step = 1e-5;
  const curvature = (law.slopes.perCoordinate(peak + step) - law.slopes.perCoordinate(peak - step)) / (2 * step);
  return curvature < 0 ? 1 / Math.sqrt(-curvature) : Infinity;
}

/** Natural logarithms, per cell of the axis, of the mass and of the density at the node; −∞ outside the line. */
export interface LineCells {
  readonly logMass: Float64Array;
  readonly logDensity: Float64Array;
}

/**
 * A law on the cells of a fitted line: q follows from the face integrals, anchored at the node nearest to the peak, so the
 * values are exact on any grid and normalised over the whole support rather than over the window.
 */
export function lineCells(law: LineLaw, part: FittedLine, cells: number): LineCells {
  const { fit, count, line } = part;
  const logMass = new Float64Array(cells).fill(-Infinity);
  const logDensity = new Float64Array(cells).fill(-Infinity);
  const anchor = nearestNode(fit.y, law.peak);
  const place = (k: number, logQ: number): void => {
    const cell = cellOf(part, k);
    logMass[cell] = logQ + fit.logVolume[k];
    logDensity[cell] = logQ - Math.log(fit.diffusion[k]) - line.map.logJacobian(fit.y[k]);
  };
  const start = logDensityPerCoordinate(law, fit.y[anchor]) + Math.log(fit.diffusion[anchor]);
  place(anchor, start);
  // Long sums of small face integrals are compensated: at 10⁵ cells plain ones would lose two digits.
  for (const direction of [1, -1] as const) {
    let [logQ, rest] = [start, 0];
    for (let k = anchor; direction > 0 ? k + 1 < count : k > 0; k += direction) {
      const term = (direction > 0 ? fit.phi[k] : -fit.phi[k - 1]) + rest;
      const next = logQ + term;
      rest = term - (next - logQ);
      logQ = next;
      place(k + direction, logQ);
    }
  }
  return { logMass, logDensity };
}

function nearestNode(y: Float64Array, target: number): number {
  let best = 0;
  for (let k = 1; k < y.length; k++) if (Math.abs(y[k] - target) < Math.abs(y[best] - target)) best = k;
  return best;
}
