import { logAdd, marcher, type March } from '../num/panel.js';
import { endBehaviour } from '../sde/end-behaviour.js';
import type { LineSde } from '../sde/line.js';

/**
 * The local equilibrium of a line on a grid: everything an exponentially fitted scheme needs, exact on any grid.
 * With ψ' = a/D: phi[i] = ψ(y_{i+1}) − ψ(y_i) over the face between nodes i and i+1; logVolume[i] = ln ∫_cell e^{ψ−ψ_i}/D;
 * logResistance[i] = ln ∫ from node i to node i+1 of e^{−(ψ−ψ_i)}.
 *
 * Mass in a cell is q_i·volume_i (q = D p at the node) and the current is (q_i − q_{i+1}e^{−phi})/resistance_i, exact where
 * the profile is in equilibrium. With f and D constant on a face the resistance is h/B(−Φ) with the Bernoulli function B,
 * the Scharfetter–Gummel and Chang–Cooper schemes.
 */
export interface LineFit {
  /** Nodes, ascending. */
  readonly y: Float64Array;
  /** D in the coordinate y at the nodes. */
  readonly diffusion: Float64Array;
  readonly phi: Float64Array;
  readonly logVolume: Float64Array;
  readonly logResistance: Float64Array;
}

/** What fitting needs of a line. */
export type FittableLine = Pick<LineSde, 'evaluate' | 'settled' | 'ends' | 'kinks'>;

/** A face on which a parabola through three points is right to rounding is left to it; others are marched adaptively. */
const FLAT = 0.02;
const CURVED = 1e-15;
const TWISTED = 1e-12;
/** How far an edge may be from the middle of its nodes, relative to the face, and with what cubic term. */
const OFF_CENTRE = 0.1;
const MIDDLE = 1e-14;
const LOPSIDED = 1e-17;

/**
 * Fits a line on nodes `y` (ascending, length n) in cells bounded by `edges` (length n + 1, ±Infinity allowed at the ends).
 * Cells with an infinite edge reach to the end of the support, with logVolume Infinity if the mass diverges there.
 *
 * On a fine lattice a face costs two evaluations (its edge and one node), and nothing is allocated.
 */
export function lineFit(line: FittableLine, y: Float64Array, edges: Float64Array): LineFit {
  const n = y.length;
  const fit: LineFit = {
    y,
    diffusion: new Float64Array(n),
    phi: new Float64Array(n - 1),
    logVolume: new Float64Array(n).fill(-Infinity),
    logResistance: new Float64Array(n - 1),
  };
  const { march } = marcher(line.evaluate, line.kinks);
  const grow = (i: number, logVolume: number): void => {
    fit.logVolume[i] = logAdd(fit.logVolume[i], logVolume);
  };
  const half = (from: number, to: number): Readonly<March> =>
    Number.isFinite(to) ? march(from, to) : tail(line, march, from, to < from ? -1 : 1);
  // Volumes of half-cells found by Simpson's rule, summed before the logarithm is taken.
  const volume = new Float64Array(n);
  const face = faceRule(line, fit, volume);
  grow(0, half(y[0], edges[0]).logVolume);
  for (let i = 0; i + 1 < n; i++) {
    if (face(i, edges[i + 1])) continue;
    const right = { ...half(y[i], edges[i + 1]) };
    const left = half(y[i + 1], edges[i + 1]);
    grow(i, right.logVolume);
    grow(i + 1, left.logVolume);
    fit.phi[i] = right.phi - left.phi;
    // The far half's resistance is relative to node i + 1, whose ψ is phi higher.
    fit.logResistance[i] = logAdd(right.logResistance, left.logResistance - fit.phi[i]);
  }
  grow(n - 1, half(y[n - 1], edges[n]).logVolume);
  for (let i = 0; i < n; i++) if (volume[i] > 0) grow(i, Math.log(volume[i]));
  return fit;
}

/**
 * The parabola rule on the face between nodes i and i + 1 through both and the edge between them, which is Simpson's where the edge is
 * in the middle: fills phi and logResistance, adds the volumes of the two half-cells, and returns true; or returns false where f or D
 * varies too much, or the edge is far off centre.
 */
function faceRule(line: FittableLine, fit: LineFit, volume: Float64Array): (i: number, edge: number) => boolean {
  const { y, diffusion, phi, logResistance } = fit;
  const { evaluate, kinks = [] } = line;
  const out = new Float64Array(2);
  evaluate(y[0], out);
  // f and 1/D at node i, and the bend and the spread of the face before; in an array, as variables of a closure would be boxed.
  const last = Float64Array.of(out[0] / out[1], 1 / out[1], NaN, NaN);
  diffusion[0] = out[1];
  return (i, edge) => {
    const h = y[i + 1] - y[i];
    const off = edge - y[i] - 0.5 * h;
    const [f0, p0] = [last[0], last[1]];
    evaluate(y[i + 1], out);
    const d2 = (diffusion[i + 1] = out[1]);
    const p2 = (last[1] = 1 / d2);
    const f2 = (last[0] = out[0] * p2);
    if (!(Math.abs(off) <= OFF_CENTRE * h)) return false;
    if (kinks.length > 0 && kinks.some((kink) => kink > y[i] && kink < y[i + 1])) return false;
    evaluate(edge, out);
    const p1 = 1 / out[1];
    const f1 = out[0] * p1;
    // Half the second divided differences; with the edge in the middle, where rounding may move it, f0 − 2 f1 + f2.
    const centred = Math.abs(off) <= MIDDLE * (h + Math.abs(edge));
    const c = centred ? 0.5 : 0.5 + off / h;
    const u = centred ? 1 : 0.5 / c;
    const w = centred ? 1 : 0.5 / (1 - c);
    const bend = h * (u * f0 - (u + w) * f1 + w * f2);
    const spread = (u * diffusion[i] - (u + w) * out[1] + w * d2) * p1;
    const steep = h * (Math.abs(f0) + Math.abs(f2));
    // Second differences may vanish at an inflection; their change from the last face shows the cubic term.
    const twist = Math.abs(bend - last[2]);
    const skew = Math.abs(spread - last[3]);
    last[2] = bend;
    last[3] = spread;
    const straight = bend * bend <= CURVED * Math.max(steep, Math.abs(bend)) && twist <= TWISTED;
    if (!(steep < FLAT && straight && spread * spread <= 100 * CURVED && skew <= 1e3 * TWISTED)) return false;
    if (!(twist * Math.abs(c - 0.5) <= LOPSIDED)) return false;
    // Integrals over the face, and up to the edge, of the parabolas that are 1 at one of the three points and 0 at the others.
    const [w0, w1, w2] = [h * (0.5 - u / 3), (h * (u + w)) / 3, h * (0.5 - w / 3)];
    const [l0, l1, l2] = [(h * c * (3 - c)) / 6, (h * w * c * (3 - 2 * c)) / 3, (-h * w * c * c * c) / 3];
    // ψ at the edge and at the far node from the same parabola; half-cells integrate the parabola through e^ψ/D at the three points.
    const middle = l0 * f0 + l1 * f1 + l2 * f2;
    const total = w0 * f0 + w1 * f1 + w2 * f2;
    const [evenM, oddM, evenT, oddT] = [evenPart(middle), oddPart(middle), evenPart(total), oddPart(total)];
    const q1 = (evenM + oddM) * p1;
    const q2 = (evenT + oddT) * p2;
    volume[i] += l0 * p0 + l1 * q1 + l2 * q2;
    volume[i + 1] += ((w0 - l0) * p0 + (w1 - l1) * q1 + (w2 - l2) * q2) * (evenT - oddT);
    phi[i] = total;
    logResistance[i] = Math.log(w0 + w1 * (evenM - oddM) + w2 * (evenT - oddT));
    return true;
  };
}

/** cosh x for |x| ≤ FLAT, to rounding: with sinh it gives eˣ and e⁻ˣ at once. */
const evenPart = (x: number): number => 1 + x * x * (0.5 + x * x * (1 / 24 + (x * x) / 720));

/** sinh x for |x| ≤ FLAT, to rounding. */
const oddPart = (x: number): number => x * (1 + x * x * (1 / 6 + x * x * (1 / 120 + (x * x) / 5040)));

/** From a node to the end of the line: a march until the power law has settled, then its exact remainder. */
function tail(
  line: FittableLine,
  march: (from: number, to: number) => March,
  from: number,
  direction: -1 | 1,
): Readonly<March> {
  const end = endBehaviour(line, direction);
  if (!end.normalisable) return { phi: 0, logVolume: Infinity, logResistance: Infinity };
  const stop = direction < 0 ? Math.min(end.from, from - 1) : Math.max(end.from, from + 1);
  const out = new Float64Array(2);
  let reached = from;
  let { phi, logVolume } = { phi: 0, logVolume: -Infinity };
  for (let step = 1; direction * (stop - reached) > 0; step *= 1.5) {
    line.evaluate(reached, out);
    step = Math.min(step, 30 / Math.max(Math.abs(out[0] / out[1]), 1e-300));
    const next = direction * (reached + direction * step - stop) > 0 ? stop : reached + direction * step;
    const part = march(reached, next);
    const added = phi + part.logVolume;
    logVolume = logAdd(logVolume, added);
    phi += part.phi;
    reached = next;
    if (added < logVolume - 45 && end.kind === 'essential') return { phi, logVolume, logResistance: Infinity };
  }
  line.evaluate(reached, out);
  const remainder = end.kind === 'power' ? phi - Math.log(out[1]) - Math.log(-end.slope) : -Infinity;
  return { phi, logVolume: logAdd(logVolume, remainder), logResistance: Infinity };
}
