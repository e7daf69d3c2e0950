import type { Cumulative } from '../../src/data/cumulative.js';
import { marcher } from '../../src/num/panel.js';
import { accumulate, total } from '../../src/num/sum.js';
import { outwardSlopes } from '../../src/sde/end-behaviour.js';
import type { LineSde } from '../../src/sde/line.js';

/** Nats by which the scale density is below its peak where it is cut off. */
const NATS = 45;
/** Distance in y after which the coefficients have settled to rounding. */
const SETTLED = 120;
/** Pieces that the bulk of an initial density is cut into, so that each is smooth. */
const PIECES = 96;

/**
 * The probability that a path started from `law` on this line ends at y → ∞ rather than y → −∞, both of which attract:
 *   ∫ P(start above y) s′(y) dy / ∫ s′(y) dy,   s′ = e^{−ψ}, ψ′ = a/D,
 * by quadrature over the whole line, with no grid. Given as probabilities of both ends, which sum to the law's weight here.
 */
export function lineSplitting(line: LineSde, law: Cumulative): { readonly lower: number; readonly upper: number } {
  const { map } = line;
  const atoms = atomsOn(line, law);
  const centre = leastPotential(line);
  const [low, high] = [-1, 1].map((outward) => reach(line, outward as 1 | -1, centre, atoms));
  const inside = (y: number): boolean => y > low && y < high;
  const cuts = [low, high, centre, ...atoms.map(({ y }) => y), ...densityCuts(line, law)].filter(
    (y) => y === low || y === high || inside(y),
  );
  const points = [...new Set(cuts)].sort((a, b) => a - b);
  const between = (a: number, b: number): number => (map.orientation > 0 ? law.between(a, b) : law.between(b, a));
  const end = map.value(Infinity);
  const start = map.value(-Infinity);
  const walk = marcher(line.evaluate);
  // ψ at each point relative to the centre, where it is least, so that e^{−ψ} ≤ 1.
  const psi = points.map((y) => walk.potential(centre, y));
  const pieces = points.slice(1).map((to, i) => {
    const sums = new Float64Array(6);
    walk.march(points[i], to, (panel) => {
      for (let j = 0; j < panel.y.length; j++) {
        const scale = panel.weight[j] * Math.exp(-psi[i] - panel.psi[j]);
        const v = map.value(panel.y[j]);
        accumulate(sums, 0, scale);
        accumulate(sums, 1, scale * between(v, end));
        accumulate(sums, 2, scale * between(start, v));
      }
    });
    return [0, 1, 2].map((k) => total(sums, k));
  });
  // Beyond, e^{−ψ} falls like a power of v and no start lies there.
  const outside = [0, 1].map((e) => {
    const y = e === 0 ? low : high;
    const scale =
      Math.exp(-psi[e === 0 ? 0 : psi.length - 1]) / outwardSlopes(line.evaluate, y, e === 0 ? -1 : 1).drift;
    const v = map.value(y);
    return [scale, scale * between(v, end), scale * between(start, v)];
  });
  pieces.unshift(outside[0]);
  pieces.push(outside[1]);
  points.unshift(-Infinity);
  points.push(Infinity);
  const whole = pieces.reduce((sum, [scale]) => sum + scale, 0);
  let upper = pieces.reduce((sum, piece) => sum + piece[1], 0) / whole;
  let lower = pieces.reduce((sum, piece) => sum + piece[2], 0) / whole;
  let [next, passed] = [0, 0];
  for (const { y, weight } of atoms) {
    while (next < pieces.length && points[next + 1] <= y) passed += pieces[next++][0];
    upper += (weight * passed) / whole;
    lower += (weight * (whole - passed)) / whole;
  }
  return { lower, upper };
}

/** The atoms of a law on a line by ascending y. */
function atomsOn({ map }: LineSde, law: Cumulative): { y: number; weight: number }[] {
  const [low, high] = map.support;
  return law.atoms
    .filter(({ value }) => value > low && value < high)
    .map(({ value, weight }) => ({ y: map.coordinate(value), weight }))
    .sort((a, b) => a.y - b.y);
}

/** The y of least ψ: both ends attract, so a/D is negative far below and positive far above. */
function leastPotential({ evaluate, settled }: LineSde): number {
  const out = new Float64Array(2);
  let [low, high] = [settled[0] - 40, settled[1] + 40];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    evaluate(middle, out);
    if (out[0] > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** Where e^{−ψ} has fallen by `NATS` or has settled on a power of v; further out if an atom stands there. */
function reach(line: LineSde, outward: 1 | -1, centre: number, atoms: readonly { readonly y: number }[]): number {
  const settled = (outward < 0 ? line.settled[0] : line.settled[1]) + outward * SETTLED;
  const walk = marcher(line.evaluate);
  let y = centre;
  for (let step = 1; outward * (settled - y) > 0 && walk.potential(centre, y) < NATS; step *= 1.5) {
    y = outward * (settled - y) > step ? y + outward * step : settled;
  }
  return atoms.reduce((most, atom) => (outward * (atom.y - most) > 0 ? atom.y + outward : most), y);
}

/** Points that cut the bulk of the density into smooth pieces: its kinks, and equal lengths between its outermost quantiles. */
function densityCuts(line: LineSde, law: Cumulative): number[] {
  const { map } = line;
  const [low, high] = map.support;
  if (!(law.between(low, high) > 0)) return [];
  const weight = law.between(low, high);
  const below = (y: number): number =>
    law.between(...((map.orientation > 0 ? [low, map.value(y)] : [map.value(y), high]) as [number, number]));
  const point = (share: number): number => {
    let [a, b] = [-690, 690];
    while (b - a > 1e-6) {
      const middle = (a + b) / 2;
      if (below(middle) > share * weight) b = middle;
      else a = middle;
    }
    return b;
  };
  const kinks = law.breaks.filter((v) => v > low && v < high).map(map.coordinate);
  const [first, last] = [point(1e-14), point(1 - 1e-14)];
  return [...kinks, ...Array.from({ length: PIECES + 1 }, (_, k) => first + ((last - first) * k) / PIECES)];
}
