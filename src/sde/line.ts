/**
 * A one-dimensional SDE on one open interval between fixed points, written in a coordinate y that sends the interval to
 * the whole real line, so that neither end can be reached by rounding: y = ln|v| on a half-line, and so on.
 *
 * In y the equation is dy = a dt + √(2D) dW. All solvers on a line integrate f = a/D: the quantity q = D·p has
 * (ln q)' = f where the probability current vanishes.
 */
export interface LineSde {
  /** The interval in words: 'v>0', '0<v<1.2'. */
  readonly name: string;
  /** The coordinate's own name, 'v'. */
  readonly variable: string;
  readonly map: LineMap;
  /** Writes a and D, both in the coordinate y, to out[0] and out[1]. */
  evaluate(y: number, out: Float64Array): void;
  /** Outside this range of y the coefficients approach their asymptotic forms, with corrections that fall at least like e^(−distance/3). */
  readonly settled: readonly [number, number];
  /** Points in y near which the coefficients may vary quickly: where the noise and the loss are least. */
  readonly landmarks: readonly number[];
  /** Drift of v itself at the lower and upper end of the support: not zero where the flow crosses the end; NaN where the end reflects. */
  readonly endDrift: readonly [number, number];
  /** Behaviour at y → ∓∞ where whoever made the line knows it; otherwise it is measured far beyond `settled`. */
  readonly ends?: readonly [EndBehaviour, EndBehaviour];
  /** Places in y, ascending, at which the coefficients have kinks or jump. */
  readonly kinks?: readonly number[];
}

/** Feller's classes of a boundary. */
export type FellerClass = 'regular' | 'exit' | 'entrance' | 'natural';

/**
 * How the zero-flux density of a line behaves at one end, from the coefficients far out, where they have settled.
 * With t = |y| growing towards the end and p_y the density in y: 'power' means p_y ~ e^{slope·t} (a power of v), and
 * 'essential' means that the slope itself grows like e^{growth·t} (an essential singularity exp(±c·v^{±growth})).
 */
export interface EndBehaviour {
  readonly kind: 'power' | 'essential';
  /** d ln p_y / dt. Negative: the density can be normalised at this end. */
  readonly slope: number;
  /** Rate at which an essential slope grows; 0 for a power. */
  readonly growth: number;
  readonly normalisable: boolean;
  readonly feller: FellerClass;
  /** y from which the asymptotic form holds to rounding. */
  readonly from: number;
}

/** A smooth monotone map v(y) from the real line onto an open interval. */
export interface LineMap {
  /** Ends of the interval in v, lower first; ±Infinity allowed. */
  readonly support: readonly [number, number];
  /** +1 if v grows with y, −1 if it falls. */
  readonly orientation: 1 | -1;
  /** v(y); may underflow to the end of the interval. */
  value(y: number): number;
  /** y(v); ±Infinity at the ends. */
  coordinate(v: number): number;
  /** v(y) minus the finite end that is far from or near to it, without cancellation: see each map. */
  offset(y: number): number;
  /** ln |dv/dy|, finite for every finite y. */
  logJacobian(y: number): number;
  /** v''(y)/v'(y), the factor of D in Itô's correction. */
  curvature(y: number): number;
}

/** v = end + sign·eʸ: the half-line on one side of `end`; offset = v − end. */
export function halfLine(end: number, sign: 1 | -1): LineMap {
  return {
    support: sign > 0 ? [end, Infinity] : [-Infinity, end],
    orientation: sign,
    value: (y) => end + sign * Math.exp(y),
    coordinate: (v) => Math.log(sign * (v - end)),
    offset: (y) => sign * Math.exp(y),
    logJacobian: (y) => y,
    curvature: () => 1,
  };
}

/** v = centre + scale·sinh y: the whole line, linear near the centre and logarithmic far out; offset = v − centre. */
export function wholeLine(centre: number, scale: number): LineMap {
  return {
    support: [-Infinity, Infinity],
    orientation: 1,
    value: (y) => centre + scale * Math.sinh(y),
    coordinate: (v) => Math.asinh((v - centre) / scale),
    offset: (y) => scale * Math.sinh(y),
    logJacobian: (y) => Math.log(scale) + logCosh(y),
    curvature: (y) => Math.tanh(y),
  };
}

/** v = end ∓ length/(1 + e^±ʸ), from 0 to `end` (of either sign): logarithmic at both ends; offset = v − end. */
export function fromZeroTo(end: number): LineMap {
  return {
    support: end > 0 ? [0, end] : [end, 0],
    orientation: end > 0 ? 1 : -1,
    value: (y) => end / (1 + Math.exp(-y)),
    coordinate: (v) => Math.log(v / (end - v)),
    offset: (y) => -end / (1 + Math.exp(y)),
    logJacobian: (y) => Math.log(Math.abs(end)) - 2 * logCosh(y / 2) - 2 * Math.LN2,
    curvature: (y) => -Math.tanh(y / 2),
  };
}

/** v = low + length/(1 + e^−y): a bounded interval, logarithmic at both ends; offset = the distance to the nearer end, negative below the upper one. */
export function interval(low: number, high: number): LineMap {
  const length = high - low;
  const offset = (y: number): number => (y < 0 ? length / (1 + Math.exp(-y)) : -length / (1 + Math.exp(y)));
  return {
    support: [low, high],
    orientation: 1,
    value: (y) => (y < 0 ? low : high) + offset(y),
    coordinate: (v) => Math.log((v - low) / (high - v)),
    offset,
    logJacobian: (y) => Math.log(length) - 2 * logCosh(y / 2) - 2 * Math.LN2,
    curvature: (y) => -Math.tanh(y / 2),
  };
}

/** ln cosh y without overflow. */
function logCosh(y: number): number {
  const m = Math.abs(y);
  return m + Math.log1p(Math.exp(-2 * m)) - Math.LN2;
}
