import { modifiedLossRate, type DiagonalLinearProblem } from '../model/diagonal-linear.js';
import { fromZeroTo, halfLine, wholeLine, type LineMap, type LineSde } from './line.js';

/**
 * The one-dimensional SDE of a diagonal linear network on its balanced manifold, on each interval between fixed points.
 *
 * Depth 0: a(v) = −2(β₁v − β₂) − 2γv, D(v) = 2T g(v). Depth D ≥ 1 ([NB] Eq. 93), with s = (D−1)/(D+1) and w = (|v|/d)^s,
 * in y = ln|v| after Itô's correction:
 *     a = −2(D+1)[w r + w² T g + γ] + m,   D = 2(D+1)² w² T g,   r = β₁|v| ∓ β₂,
 * where v < 0 mirrors v > 0 with β₂ → −β₂ and α₂ → −α₂, and m is the modified loss's part (docs/derivations/reduced-sde.md).
 * Depth ≥ 1 has the fixed point v = 0. Where Δ = 0 the noise vanishes at v₀ = α₂/α₁ too and the line splits there.
 */
export function reducedLines(p: DiagonalLinearProblem): LineSde[] {
  const [a1, a2] = p.alpha;
  const split = p.delta === 0 && a1 > 0 && (p.depth === 0 || a2 !== 0) ? a2 / a1 : null;
  const line = lineOf(p);
  if (p.depth === 0) {
    return split === null
      ? [line('class-1', wholeLine(...naturalScale(p)))]
      : [line(`v<${label(split)}`, halfLine(split, -1)), line(`v>${label(split)}`, halfLine(split, 1))];
  }
  const negative = line('v<0', halfLine(0, -1));
  const positive = line('v>0', halfLine(0, 1));
  if (split === null) return [negative, positive];
  const inner = fromZeroTo(split);
  const outer = halfLine(split, split > 0 ? 1 : -1);
  return split > 0
    ? [negative, line(`0<v<${label(split)}`, inner), line(`v>${label(split)}`, outer)]
    : [line(`v<${label(split)}`, outer), line(`${label(split)}<v<0`, inner), positive];
}

/** The singular point v₀ = α₂/α₁ as people read it. */
function label(v: number): string {
  return String(Number(v.toPrecision(6)));
}

/** Centre and width of the depth-0 law: the minimum, and the scale on which D or the density varies. */
function naturalScale(p: DiagonalLinearProblem): [number, number] {
  const [a1, a2, a3] = p.alpha;
  const curvature = p.beta[0] + p.weightDecay;
  const centre = p.beta[1] / curvature;
  const noise = a1 * centre * centre - 2 * a2 * centre + a3;
  const gaussian = Math.sqrt((p.temperature * noise) / curvature);
  const floor = a1 > 0 ? Math.sqrt(p.delta) / a1 : Infinity;
  return [centre, Math.max(Math.min(gaussian, floor), 1e-9 * Math.abs(centre)) || gaussian || 1];
}

/**
 * What v sees: drift/v and D/v² for depth ≥ 1 (drift and D themselves for depth 0) at v, with u = v − v₀ and w = (|v|/d)^s,
 * which the caller knows better than v tells.
 */
type Coefficients = (v: number, u: number, w: number, out: Float64Array) => void;

function lineOf(p: DiagonalLinearProblem): (name: string, map: LineMap) => LineSde {
  const coefficients = p.depth === 0 ? regression(p) : deep(p);
  return (name, map) => ({
    name,
    variable: 'v',
    map,
    evaluate: inCoordinate(p, map, coefficients),
    settled: settledRange(p, map),
    landmarks: landmarks(p, map),
    endDrift: endDrift(p, map, coefficients),
  });
}

/** The coefficients in y by Itô's rule; in y = ln|v| nothing has to be undone. */
function inCoordinate(p: DiagonalLinearProblem, map: LineMap, coefficients: Coefficients): LineSde['evaluate'] {
  const v0 = leastNoise(p);
  const touches = p.delta === 0 && p.alpha[0] > 0 && map.support.some((end) => end === v0);
  const relative = p.depth > 0;
  const s = depthExponent(p);
  if (relative && !touches) {
    const sign = map.orientation;
    const logWidth = Math.log(p.width);
    return (y, out) => {
      const v = sign * Math.exp(y);
      coefficients(v, v - v0, s === 0 ? 1 : Math.exp(s * (y - logWidth)), out);
      out[0] -= out[1];
    };
  }
  return (y, out) => {
    const v = map.value(y);
    coefficients(v, touches ? map.offset(y) : v - v0, (Math.abs(v) / p.width) ** s, out);
    const ratio = (relative ? v : 1) / (map.orientation * Math.exp(map.logJacobian(y)));
    out[1] *= ratio * ratio;
    out[0] = ratio * out[0] - out[1] * map.curvature(y);
  };
}

/** s = (D − 1)/(D + 1), and 0 for depth 0, which has no use for it. */
function depthExponent({ depth: D }: DiagonalLinearProblem): number {
  return D > 0 ? (D - 1) / (D + 1) : 0;
}

/** v₀ = α₂/α₁, where the noise is least. */
function leastNoise(p: DiagonalLinearProblem): number {
  return p.alpha[0] > 0 ? p.alpha[1] / p.alpha[0] : 0;
}

/** r(v₀) = β₁v₀ − β₂, zero where it vanishes to rounding; then r(v) = β₁u + r(v₀) in the offset u = v − v₀. */
function residualAtLeastNoise(p: DiagonalLinearProblem): number {
  const [b1, b2] = p.beta;
  const v0 = leastNoise(p);
  const r0 = b1 * v0 - b2;
  return Math.abs(r0) <= 1e-13 * (Math.abs(b1 * v0) + Math.abs(b2)) ? 0 : r0;
}

/** min g = Δ/α₁; then g(v) = α₁u² + min g, which loses no digits where the noise nearly vanishes. */
function leastNoiseValue(p: DiagonalLinearProblem): number {
  return p.alpha[0] > 0 ? p.delta / p.alpha[0] : p.alpha[2];
}

function regression(p: DiagonalLinearProblem): Coefficients {
  const { temperature: T, weightDecay: decay } = p;
  const [a1, b1] = [p.alpha[0], p.beta[0]];
  const [r0, g0] = [residualAtLeastNoise(p), leastNoiseValue(p)];
  const pull = -2 * (1 + modifiedLossRate(p) * (b1 + decay));
  return (v, u, _w, out) => {
    out[0] = pull * (b1 * u + r0 + decay * v);
    out[1] = 2 * T * (a1 * u * u + g0);
  };
}

function deep(p: DiagonalLinearProblem): Coefficients {
  const { depth: D, temperature: T, weightDecay: decay } = p;
  const [a1, b1] = [p.alpha[0], p.beta[0]];
  const [r0, g0] = [residualAtLeastNoise(p), leastNoiseValue(p)];
  const n = D + 1;
  const eta = modifiedLossRate(p);
  return (v, u, w, out) => {
    const size = Math.abs(v);
    // In |v| the residual is β₁|v| ∓ β₂ = ±r(v).
    const r = v < 0 ? -b1 * u - r0 : b1 * u + r0;
    const noise = w * w * T * (a1 * u * u + g0);
    out[0] = 2 * n * (D * noise - w * r - decay);
    out[1] = 2 * n * n * noise;
    if (eta === 0) return;
    out[0] -= 2 * n * eta * w * w * r * (n * b1 * size + D * r);
    if (decay !== 0) out[0] -= 2 * n * eta * decay * (n * w * (b1 * size + r) + decay);
  };
}

/** ln of the smallest and largest scale of v on which two terms of the coefficients change places, in the coordinate y. */
function settledRange(p: DiagonalLinearProblem, map: LineMap): [number, number] {
  const [a1, a2, a3] = p.alpha;
  const [b1, b2] = p.beta;
  const { width: d, temperature: T, weightDecay: decay } = p;
  const s = depthExponent(p);
  const eta = modifiedLossRate(p);
  const scales = [b2 / b1, a2 / a1, a3 / a2, Math.sqrt(a3 / a1), b2 / (T * a1), (b1 / (T * a1)) * (s > 0 ? 1 : 0)];
  if (s > 0)
    scales.push(
      d * (Math.abs(b2) / (T * a3)) ** (1 / s),
      d * (decay / Math.abs(b2)) ** (1 / s),
      d * (decay / (T * a3)) ** (0.5 / s),
    );
  if (s > 0 && eta > 0) scales.push(d * Math.abs(1 / (eta * b2)) ** (1 / s));
  const logs = scales.map((x) => Math.log(Math.abs(x))).filter(Number.isFinite);
  if (logs.length === 0) logs.push(0);
  const low = Math.min(...logs);
  const high = Math.max(...logs);
  if (p.depth === 0 && p.delta > 0) {
    const [, scale] = naturalScale(p);
    const reach = Math.max(high, Math.log(scale)) - Math.log(scale) + 1;
    return [-reach, reach];
  }
  const end = map.support.find((e) => e !== 0 && Number.isFinite(e));
  if (end === undefined) return [low, high];
  // Around a split at v₀ the coordinate is ln|v − v₀| or the logit, whose scale is v₀.
  const spread = high - low + 1;
  return map.support.includes(0)
    ? [-spread, spread]
    : [Math.log(Math.abs(end)) - spread, Math.log(Math.abs(end)) + spread];
}

/** y of the least noise and of the minimum of the loss, where they lie inside the interval. */
function landmarks(p: DiagonalLinearProblem, map: LineMap): number[] {
  const points = [leastNoise(p), p.beta[1] / p.beta[0]];
  return points.map((v) => map.coordinate(v)).filter(Number.isFinite);
}

function endDrift(p: DiagonalLinearProblem, map: LineMap, coefficients: Coefficients): [number, number] {
  const out = new Float64Array(2);
  const at = (end: number): number => {
    if (!Number.isFinite(end) || (end === 0 && p.depth > 0)) return 0;
    coefficients(end, end - leastNoise(p), (Math.abs(end) / p.width) ** depthExponent(p), out);
    return p.depth === 0 ? out[0] : end * out[0];
  };
  return [at(map.support[0]), at(map.support[1])];
}
