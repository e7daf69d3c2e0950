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

/** A half-cell on which Simpson's rule is right to rounding is left to it; others are marched adaptively. */
const FLAT = 0.02;
const CURVED = 3e-15;

/**
 * Fits a line on nodes `y` (ascending, length n) in cells bounded by `edges` (length n + 1, ±Infinity allowed at the ends).
 * Cells with an infinite edge reach to the end of the support, with logVolume Infinity if the mass diverges there.
 */
export function lineFit(line: LineSde, y: Float64Array, edges: Float64Array): LineFit {
  const n = y.length;
  const fit: LineFit = {
    y,
    diffusion: new Float64Array(n),
    phi: new Float64Array(n - 1),
    logVolume: new Float64Array(n),
    logResistance: new Float64Array(n - 1),
  };
  const halves = halfCells(line);
  const here = new Float64Array(3);
  const volume = new Float64Array(2);
  halves.start(y[0], fit.diffusion, 0);
  halves.outward(y[0], edges[0], false, here);
  volume[0] = here[1];
  for (let i = 0; i < n; i++) {
    halves.outward(y[i], edges[i + 1], true, here);
    fit.logVolume[i] = logAdd(volume[0], here[1]);
    if (i === n - 1) break;
    const outward = here[0];
    const resistance = here[2];
    halves.start(y[i + 1], fit.diffusion, i + 1);
    halves.outward(y[i + 1], edges[i + 1], false, here);
    volume[0] = here[1];
    fit.phi[i] = outward - here[0];
    // The far half's resistance is relative to node i + 1, whose ψ is phi higher.
    fit.logResistance[i] = logAdd(resistance, here[2] - fit.phi[i]);
  }
  return fit;
}

/**
 * Integrals over half-cells, from a node out to an edge. It remembers the samples at the node and at the last edge, which
 * neighbours share, so that a fine grid costs four evaluations a cell and allocates nothing.
 */
function halfCells(line: LineSde) {
  const { march } = marcher(line.evaluate);
  const out = new Float64Array(2);
  const node = new Float64Array(2);
  const edge = new Float64Array(2);
  const middle = new Float64Array(2);
  const sample = (y: number, into: Float64Array): void => {
    line.evaluate(y, out);
    into[0] = out[0] / out[1];
    into[1] = out[1];
  };
  return {
    /** Moves to a node and records its D. */
    start(y: number, diffusion: Float64Array, i: number): void {
      sample(y, node);
      diffusion[i] = node[1];
    },
    /** Writes phi, logVolume, logResistance of [from, to] to `result`; `fresh` edges are sampled, others remembered. */
    outward(from: number, to: number, fresh: boolean, result: Float64Array): void {
      if (!Number.isFinite(to)) return store(tail(line, march, from, to < from ? -1 : 1), result);
      if (fresh) sample(to, edge);
      sample((from + to) / 2, middle);
      if (!simpson(to - from, node, middle, edge, result)) store(march(from, to), result);
    },
  };
}

function store(from: Readonly<March>, result: Float64Array): void {
  result[0] = from.phi;
  result[1] = from.logVolume;
  result[2] = from.logResistance;
}

/** Simpson's rule on a half-cell of signed length h; false where f (first entries) or D (second) varies too much for it. */
function simpson(h: number, a: Float64Array, m: Float64Array, b: Float64Array, result: Float64Array): boolean {
  const bend = Math.abs(h * (a[0] - 2 * m[0] + b[0]));
  const spread = Math.abs(a[1] - 2 * m[1] + b[1]) / m[1];
  const steep = Math.abs(h) * (Math.abs(a[0]) + Math.abs(b[0]));
  if (!(steep < FLAT && bend * bend <= CURVED * Math.max(steep, bend) && spread * spread <= CURVED)) return false;
  const phi = (h * (a[0] + 4 * m[0] + b[0])) / 6;
  // ψ at the midpoint from the same parabola.
  const growth = Math.exp((h * (5 * a[0] + 8 * m[0] - b[0])) / 24);
  const full = Math.exp(phi);
  const size = Math.abs(h) / 6;
  result[0] = phi;
  result[1] = Math.log(size * (1 / a[1] + (4 * growth) / m[1] + full / b[1]));
  result[2] = Math.log(size * (1 + 4 / growth + 1 / full));
  return true;
}

/** From a node to the end of the line: a march until the power law has settled, then its exact remainder. */
function tail(line: LineSde, march: (from: number, to: number) => March, from: number, direction: -1 | 1): Readonly<March> {
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
