import { compensatedSum } from '../../src/num/sum.js';
import { maxima } from './line-peaks.js';
import type { LineLaw } from './line-law.js';

/** Probabilities whose quantiles are reported. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** ln p_y at any y: by the potential from the nearest panel bound, or along the settled power law beyond it. */
export function logDensityPerCoordinate(law: LineLaw, y: number): number {
  const { bounds, logDensity, line, ends } = law;
  const last = bounds.length - 1;
  const k = y < bounds[0] ? 0 : y > bounds[last] ? last : nearest(bounds, y);
  const end = y < bounds[0] ? ends[0] : y > bounds[last] ? ends[1] : null;
  if (end?.kind === 'power' && bounds[k] === end.from) return logDensity[k] + end.slope * Math.abs(y - bounds[k]);
  const out = new Float64Array(2);
  line.evaluate(bounds[k], out);
  const from = Math.log(out[1]);
  line.evaluate(y, out);
  return logDensity[k] + law.marcher.potential(bounds[k], y) + from - Math.log(out[1]);
}

/** ln p(v), the natural logarithm of the normalised density; −∞ outside the support. */
export function logDensityAt(law: LineLaw, v: number): number {
  const { map } = law.line;
  const [low, high] = map.support;
  if (!(v > low && v < high)) return -Infinity;
  const y = map.coordinate(v);
  return logDensityPerCoordinate(law, y) - map.logJacobian(y);
}

/** Index of the bound at or below y. */
function nearest(bounds: Float64Array, y: number): number {
  let [a, b] = [0, bounds.length - 1];
  while (b - a > 1) {
    const middle = (a + b) >> 1;
    if (bounds[middle] <= y) a = middle;
    else b = middle;
  }
  return a;
}

/**
 * E[v^m about `about`] for m = 1 or 2: quadrature over the panels and, where a power tail runs to infinity, its exact
 * remainder; Infinity where the moment diverges.
 */
function moment(law: LineLaw, m: 1 | 2, about: number): number {
  const { map } = law.line;
  const terms: number[] = [];
  for (let i = 0; i < law.y.length; i++) terms.push(law.probability[i] * (map.value(law.y[i]) - about) ** m);
  for (const e of [0, 1] as const) {
    const edge = law.bounds[e === 0 ? 0 : law.bounds.length - 1];
    const infinite = !Number.isFinite(map.value(e === 0 ? -1e4 : 1e4));
    const { kind, slope } = law.ends[e];
    if (infinite && kind === 'power' && slope + m >= 0) return Infinity;
    if (law.tails[e] === 0) continue;
    // Far out v ∝ e^t, and ∫ v^k p_y dt from the edge is its first value times slope/(slope + k).
    const v = map.value(edge);
    const gain = (k: number): number => (infinite ? v ** k * (slope / (slope + k)) : v ** k);
    terms.push(law.tails[e] * (m === 1 ? gain(1) - about : gain(2) - 2 * about * gain(1) + about * about));
  }
  return compensatedSum(Float64Array.from(terms));
}

/** Mean, variance, mode and quantiles of a line's law, in v. */
export interface LineStatistics {
  readonly mean: number;
  readonly variance: number;
  readonly mode: number;
  readonly quantiles: Readonly<Record<'0.05' | '0.25' | '0.5' | '0.75' | '0.95', number>>;
  /** y of each quantile, kept because v may underflow to the end of the support. */
  readonly quantileCoordinates: readonly number[];
}

/** Mean, variance, mode and quantiles of a law, from its panels and exact tails; Infinity where a moment diverges. */
export function lineStatistics(law: LineLaw): LineStatistics {
  const mean = moment(law, 1, 0);
  const variance = Number.isFinite(mean) ? moment(law, 2, mean) : Infinity;
  const inverse = quantileFunction(law);
  const y = QUANTILES.map(inverse);
  const named = QUANTILES.map((q, i) => [String(q), law.line.map.value(y[i])]);
  return {
    mean,
    variance,
    mode: mode(law),
    quantiles: Object.fromEntries(named) as LineStatistics['quantiles'],
    quantileCoordinates: y,
  };
}

/** The v of largest p(v): an end where p(v) diverges, else the highest of its local maxima. */
function mode(law: LineLaw): number {
  const { map } = law.line;
  const diverging = ([0, 1] as const).filter((e) => {
    const jacobian = map.logJacobian(law.ends[e].from) - map.logJacobian(law.ends[e].from + (e === 0 ? 1 : -1));
    return law.ends[e].slope - jacobian > 0;
  });
  if (diverging.length > 0) return map.value(diverging[0] === 0 ? -Infinity : Infinity);
  let best = { v: NaN, level: -Infinity };
  for (const y of maxima(law.line, law.slopes.perValue)) {
    const level = logDensityPerCoordinate(law, y) - map.logJacobian(y);
    if (level > best.level) best = { v: map.value(y), level };
  }
  return best.v;
}

/** y below which a given probability (of v) lies; found from whichever side is nearer, so that small ones keep their digits. */
function quantileFunction(law: LineLaw): (probability: number) => number {
  const panels = law.bounds.length - 1;
  const mass = new Float64Array(panels);
  const points = law.y.length / panels;
  for (let i = 0; i < law.y.length; i++) mass[Math.floor(i / points)] += law.probability[i];
  return (q) => {
    const target = law.line.map.orientation > 0 ? q : 1 - q;
    if (target <= law.tails[0]) return law.bounds[0] - Math.log(target / law.tails[0]) / law.ends[0].slope;
    if (1 - target <= law.tails[1])
      return law.bounds[panels] + Math.log((1 - target) / law.tails[1]) / law.ends[1].slope;
    let k = 0;
    let below = law.tails[0];
    while (k < panels - 1 && below + mass[k] < target) below += mass[k++];
    return insidePanel(law, k, target - below);
  };
}

/** y in panel k with the given mass between the panel's lower bound and y, by Newton's method kept inside by bisection. */
function insidePanel(law: LineLaw, k: number, mass: number): number {
  const { line, marcher, bounds, logDensity } = law;
  const out = new Float64Array(2);
  line.evaluate(bounds[k], out);
  // ln of q at the lower bound: masses above it are q ∫ e^ψ/D.
  const logQ = logDensity[k] + Math.log(out[1]);
  let [low, high] = [bounds[k], bounds[k + 1]];
  let y = (low + high) / 2;
  for (let step = 0; step < 100; step++) {
    const { phi, logVolume } = marcher.march(bounds[k], y);
    const excess = Math.exp(logQ + logVolume) - mass;
    if (excess > 0) high = y;
    else low = y;
    line.evaluate(y, out);
    let next = y - excess / (Math.exp(logQ + phi) / out[1]);
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - y) <= 1e-15 * Math.max(1, Math.abs(y))) return next;
    y = next;
  }
  return y;
}
