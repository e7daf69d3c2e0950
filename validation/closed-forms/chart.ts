/**
 * Charts: a coordinate x on a support of v, measured from a reference point v₀ at x = 0.
 *
 * Everything is told relative to v₀ because at low temperature ln p is 1/T times a smooth function: differences such
 * as ln(v/v₀) must be right to a relative, not an absolute, rounding error.
 */

/** A point of a support: v, its distance from the node k, and what lies between it and the reference point. */
export interface Place {
  readonly x: number;
  readonly v: number;
  /** v − k. */
  readonly u: number;
  /** v − v₀. */
  readonly dv: number;
  /** ln |v/v₀|. */
  readonly lv: number;
  /** ln |u/u₀|. */
  readonly lu: number;
}

/** A monotone coordinate on a support. */
export interface Chart {
  readonly support: readonly [number, number];
  /** The reference point, x = 0. */
  readonly reference: Place;
  /** The point at x. */
  at(x: number): Place;
  /** The point at v, inside the support. */
  from(v: number): Place;
  /** ln dv/dx at x. */
  logSlope(x: number): number;
  /** d ln v/dx at a place. */
  growth(place: Place): number;
  /** A chart of the same support with its reference point at x. */
  moved(x: number): Chart;
}

/** ln |a/a₀| given also d = a − a₀, exact to rounding near a = a₀. */
export function logRatio(d: number, a0: number, a: number): number {
  const t = d / a0;
  return Math.abs(t) < 0.5 ? Math.log1p(t) : Math.log(Math.abs(a / a0));
}

/** (0, ∞) by v = v₀ eˣ. The node lies outside or off the real axis. */
export function halfLine(node: number, v0: number): Chart {
  const u0 = v0 - node;
  const place = (x: number, v: number, dv: number): Place => {
    // Near v₀ the difference dv is the more exact of the two, far below it v is.
    const u = Math.abs(x) < 0.5 ? u0 + dv : v - node;
    return { x, v, u, dv, lv: x, lu: logRatio(dv, u0, u) };
  };
  return {
    support: [0, Infinity],
    reference: { x: 0, v: v0, u: u0, dv: 0, lv: 0, lu: 0 },
    at: (x) => place(x, v0 * Math.exp(x), v0 * Math.expm1(x)),
    from: (v) => place(logRatio(v - v0, v0, v), v, v - v0),
    logSlope: (x) => Math.log(v0) + x,
    growth: () => 1,
    moved: (x) => halfLine(node, v0 * Math.exp(x)),
  };
}

/** (k, ∞) by v − k = u₀ eˣ, k the node. */
export function beyondNode(node: number, u0: number): Chart {
  const v0 = node + u0;
  const place = (x: number, u: number, du: number): Place => {
    const v = node + u;
    return { x, v, u, dv: du, lv: logRatio(du, v0, v), lu: x };
  };
  return {
    support: [node, Infinity],
    reference: { x: 0, v: v0, u: u0, dv: 0, lv: 0, lu: 0 },
    at: (x) => place(x, u0 * Math.exp(x), u0 * Math.expm1(x)),
    from: (v) => place(logRatio(v - node - u0, u0, v - node), v - node, v - node - u0),
    logSlope: (x) => Math.log(u0) + x,
    growth: ({ u, v }) => u / v,
    moved: (x) => beyondNode(node, u0 * Math.exp(x)),
  };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** (0, k) by x = ln(v/(k − v)) − x₀, k > 0 the node. */
export function belowNode(node: number, x0: number): Chart {
  const v0 = node * sigmoid(x0);
  const w0 = node * sigmoid(-x0);
  const place = (x: number, v: number, w: number, dv: number): Place => {
    // Far to the left v underflows long before its mass does.
    const lv = x + x0 < -30 ? x + softplus(x0) : logRatio(dv, v0, v);
    return { x, v, u: -w, dv, lv, lu: logRatio(-dv, w0, w) };
  };
  return {
    support: [0, node],
    reference: { x: 0, v: v0, u: -w0, dv: 0, lv: 0, lu: 0 },
    at: (x) => {
      const v = node * sigmoid(x0 + x);
      const w = node * sigmoid(-x0 - x);
      const dv = x < 0 ? (v0 * Math.expm1(x) * w) / node : (-Math.expm1(-x) * v * w0) / node;
      return place(x, v, w, dv);
    },
    from: (v) => {
      const w = node - v;
      return place(logRatio(node * (v - v0), v0 * w, v * w0), v, w, v - v0);
    },
    logSlope: (x) => Math.log(node) - softplus(x0 + x) - softplus(-x0 - x),
    growth: ({ u }) => -u / node,
    moved: (x) => belowNode(node, x0 + x),
  };
}

/** The whole line by v = v₀ + scale·sinh x. */
export function line(node: number, v0: number, scale: number): Chart {
  const u0 = v0 - node;
  const place = (x: number, v: number, dv: number): Place => {
    const u = u0 + dv;
    return { x, v, u, dv, lv: logRatio(dv, v0, v), lu: logRatio(dv, u0, u) };
  };
  return {
    support: [-Infinity, Infinity],
    reference: { x: 0, v: v0, u: u0, dv: 0, lv: 0, lu: 0 },
    at: (x) => place(x, v0 + scale * Math.sinh(x), scale * Math.sinh(x)),
    from: (v) => place(Math.asinh((v - v0) / scale), v, v - v0),
    logSlope: (x) => Math.log(scale / 2) + Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))),
    growth: ({ x, v }) => (scale * Math.cosh(x)) / v,
    moved: (x) => line(node, v0 + scale * Math.sinh(x), scale * Math.cosh(x)),
  };
}
