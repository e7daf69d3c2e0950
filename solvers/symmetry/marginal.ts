import type { SymmetricState } from './state.js';
import type { ChainNodes } from './fitted-chain.js';
import { inverseSinh } from './strip.js';
import { signBelow } from './totals.js';

/** The law of v on cells: mass[k] lies between edges[k] and edges[k + 1]; the rest lies below or above all of them. */
export interface ModelMarginal {
  readonly edges: Float64Array;
  readonly mass: Float64Array;
  readonly below: number;
  readonly above: number;
}

/**
 * The law of v on cells with ascending `edges` (length n + 1, ±Infinity allowed), by monotone interpolation within the cells of the
 * solver. Points at v = 0 count to the cell above it.
 */
export function modelMarginal(state: SymmetricState, edges: Float64Array): ModelMarginal {
  const { strip, cells, atZero } = state;
  const { plus, minus } = state.tail;
  const out = { mass: new Float64Array(edges.length - 1), ends: new Float64Array(2) };
  const column = new Float64Array(strip.columns);
  for (let c = 0; c < cells.m0.length; c++) column[c % strip.columns] += cells.m0[c];
  const nodes = { spacing: strip.step, first: (strip.left + 0.5) * strip.step, size: strip.columns };
  share(
    out,
    column,
    nodes,
    edges.map((v) => inverseSinh(v / strip.core)),
  );
  // The lowest part of the line `plus` has not crossed yet: its v is negative, if by next to nothing.
  let waiting = signBelow(state);
  const crossed = plus.mass.map((m) => {
    const wait = Math.min(m, waiting);
    waiting -= wait;
    return m - wait;
  });
  share(
    out,
    crossed,
    plus.nodes,
    edges.map((v) => (v > 0 ? Math.log(v) : -Infinity)),
  );
  const justBelow = signBelow(state) - waiting;
  addAt(out, edges, -Number.MIN_VALUE, justBelow);
  addAt(out, edges, 0, atZero);
  const mirrored = { mass: new Float64Array(out.mass.length), ends: new Float64Array(2) };
  share(mirrored, minus.mass, minus.nodes, edges.map((v) => (v < 0 ? Math.log(-v) : -Infinity)).reverse());
  mirrored.mass.reverse().forEach((m, k) => (out.mass[k] += m));
  out.ends[0] += mirrored.ends[1];
  addAt(out, edges, -Number.MIN_VALUE, mirrored.ends[0]);
  return { edges, mass: out.mass, below: out.ends[0], above: out.ends[1] };
}

interface Bins {
  readonly mass: Float64Array;
  readonly ends: Float64Array;
}

function addAt({ mass, ends }: Bins, edges: Float64Array, v: number, amount: number): void {
  let k = -1;
  while (k + 1 < edges.length && edges[k + 1] <= v) k++;
  if (k < 0) ends[0] += amount;
  else if (k >= mass.length) ends[1] += amount;
  else mass[k] += amount;
}

/**
 * Shares node masses among bins with edges in the same coordinate. Within the cell of a node, half a spacing to either side, the
 * distribution function is the cubic whose slopes at the cell's ends are harmonic means of the densities on both sides: it ascends, and it
 * has no steps where cells are wider than bins (Fritsch & Carlson 1980; Fritsch & Butland 1984).
 */
function share(bins: Bins, mass: Float64Array, nodes: Omit<ChainNodes, 'absorber'>, edges: Float64Array): void {
  const { spacing, first, size } = nodes;
  const below = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) below[i + 1] = below[i] + mass[i];
  const slope = (i: number): number => {
    const [a, b] = [mass[Math.max(0, i - 1)], mass[Math.min(size - 1, i)]];
    return a > 0 && b > 0 ? (2 * a * b) / (a + b) : 0;
  };
  const upTo = (x: number): number => {
    const place = (x - first) / spacing + 0.5;
    if (!(place > 0)) return 0;
    const i = Math.floor(place);
    if (i >= size) return below[size];
    const t = place - i;
    // Hermite's cubic, as what it adds to the line between both ends.
    const bend = t * (1 - t) * ((1 - t) * (slope(i) - mass[i]) - t * (slope(i + 1) - mass[i]));
    return below[i] + t * mass[i] + bend;
  };
  const at = edges.map(upTo);
  bins.ends[0] += at[0];
  for (let k = 0; k < bins.mass.length; k++) bins.mass[k] += Math.max(0, at[k + 1] - at[k]);
  bins.ends[1] += below[size] - at[at.length - 1];
}
