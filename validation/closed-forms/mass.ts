/** Integrals of exp(h(x)) over the real line, for h analytic and falling at least linearly on both sides. */

/** A point of x where an integral is split. */
export interface Landmark {
  readonly x: number;
  /** h(x). */
  readonly height: number;
  /** A length over which h changes near x. */
  readonly width: number;
}

/** Climbs from `start` by steps that double on success and halve on failure. Throws where h has no maximum. */
function climb(h: (x: number) => number, start: number): Landmark {
  let x = start;
  let height = h(x);
  let step = 1 / 4;
  for (let i = 0; i < 2000; i++) {
    const right = h(x + step);
    const left = h(x - step);
    if (Math.max(right, left) > height) {
      x += right >= left ? step : -step;
      height = Math.max(right, left);
      step *= 2;
      continue;
    }
    const fall = height - (right + left) / 2;
    // A fall of a thousandth is parabolic enough: h ≈ height − (x/width)²/2.
    if (fall < 1e-3 && fall > 0) return { x, height, width: step / Math.sqrt(2 * fall) };
    step /= 2;
  }
  throw new Error('closedForm: the density has no peak inside its support. Check that it can be normalised.');
}

/**
 * Where to split the integral of exp(h), in ascending x: the peaks reached from 0, from the nodes and from a lattice of
 * step ¼ over |x| ≤ 100, the valleys between them, and the nodes, where h may have a step too narrow to be seen.
 * A peak more than 700 below the highest holds no mass and is left out.
 */
export function landmarks(h: (x: number) => number, nodes: readonly number[]): Landmark[] {
  const starts = [0, ...nodes];
  let [before, here] = [h(-100.25), h(-100)];
  for (let x = -100; x <= 100; x += 0.25) {
    const after = h(x + 0.25);
    if (here > before && here >= after) starts.push(x);
    [before, here] = [here, after];
  }
  const found = starts.map((x) => climb(h, x)).sort((p, q) => q.height - p.height);
  const peaks: Landmark[] = [];
  for (const peak of found) {
    if (peak.height < found[0]!.height - 700) break;
    if (peaks.every((p) => Math.abs(p.x - peak.x) > Math.max(p.width, peak.width))) peaks.push(peak);
  }
  peaks.sort((p, q) => p.x - q.x);
  const between = peaks.slice(1).map((peak, i) => valley(h, peaks[i]!.x, peak.x));
  const rest = [...between, ...nodes].map((x) => ({ x, height: h(x), width: reach(h, x) }));
  return [...peaks, ...rest].sort((p, q) => p.x - q.x);
}

/** A length over which h changes by less than 1 around x. */
function reach(h: (x: number) => number, x: number): number {
  let width = 1;
  while (width > 1e-12 && !(Math.abs(h(x + width) - h(x - width)) < 1)) width /= 2;
  return width;
}

/** The lowest point of h between two neighbouring peaks. */
function valley(h: (x: number) => number, low: number, high: number): number {
  for (let i = 0; i < 80; i++) {
    const third = (high - low) / 3;
    if (h(low + third) > h(high - third)) low += third;
    else high -= third;
  }
  return (low + high) / 2;
}

/** A double-exponential substitution t → x, with dx/dt; it maps the real line to one segment of x. */
interface Substitution {
  at(t: number): { x: number; slope: number };
  /** Whether x runs to infinity as t does, with h falling all the way. */
  readonly open: boolean;
}

/** From a landmark outwards for ever: x = x₀ ± width·exp((π/2) sinh t). */
const outwards = (x0: number, signedWidth: number): Substitution => ({
  open: true,
  at(t) {
    const distance = signedWidth * Math.exp((Math.PI / 2) * Math.sinh(t));
    return { x: x0 + distance, slope: Math.abs(distance) * (Math.PI / 2) * Math.cosh(t) };
  },
});

/** Between two landmarks: x = a + (b − a)/(1 + exp(−π sinh t)), measured from the nearer end. */
const between = (a: number, b: number): Substitution => ({
  open: false,
  at(t) {
    const share = 1 / (1 + Math.exp(-Math.PI * Math.sinh(t)));
    const rest = 1 / (1 + Math.exp(Math.PI * Math.sinh(t)));
    const x = share < rest ? a + (b - a) * share : b - (b - a) * rest;
    return { x, slope: (b - a) * share * rest * Math.PI * Math.cosh(t) };
  },
});

/** The trapezoidal sum of one substitution at t = ±first, ±(first + step), …, relative to exp(top). */
function sum(
  h: (x: number) => number,
  substitution: Substitution,
  top: number,
  [first, step]: readonly [number, number],
): number {
  let total = 0;
  for (const sign of [1, -1]) {
    let side = 0;
    for (let t = first; t < 10; t += step) {
      const { x, slope } = substitution.at(sign * t);
      const value = slope > 0 ? slope * Math.exp(h(x) - top) : 0;
      if (value > 0) side += value;
      // Towards the end of a finite segment terms may start at zero and grow: mass can sit close to that end.
      const outside = value === 0 && substitution.open && sign > 0;
      if (t > 1 && (slope === 0 || outside || value < 1e-19 * side)) break;
    }
    total += side;
  }
  return total;
}

/**
 * ln ∫ exp(h(x)) dx over the real line to about 10⁻¹⁴, by the double-exponential rule (Takahasi & Mori 1974) on each
 * segment between the landmarks: the trapezoidal rule in t, its step halved until two sums agree.
 * Throws where they never do.
 */
export function logIntegral(h: (x: number) => number, marks: readonly Landmark[]): number {
  const top = Math.max(...marks.map((mark) => mark.height));
  const first = marks[0]!;
  const last = marks.at(-1)!;
  const parts = [outwards(first.x, -first.width), outwards(last.x, last.width)];
  for (let i = 1; i < marks.length; i++) parts.push(between(marks[i - 1]!.x, marks[i]!.x));
  const all = (from: number, by: number): number => parts.reduce((s, part) => s + sum(h, part, top, [from, by]), 0);
  let step = 1 / 4;
  let total = all(0, Infinity) / 2 + all(step, step);
  for (let level = 0; level < 8; level++) {
    const refined = total + all(step / 2, step);
    step /= 2;
    // At low temperature h carries noise of its own; a converged rule then stays within it.
    const tolerance = level < 4 ? 4e-14 : 1e-11;
    if (Math.abs(refined - 2 * total) <= tolerance * refined) return top + Math.log(refined * step);
    total = refined;
  }
  throw new Error('closedForm: the quadrature of the mass does not settle. Check that the density is smooth.');
}
