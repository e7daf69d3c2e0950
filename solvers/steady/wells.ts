import type { Csr } from '../../src/num/csr.js';
import type { BackwardChain } from '../linear/aggregates.js';

/** Depth in nats from which a peak of the traffic counts as a well, and how many are told apart. */
const DEPTH = 5;
const MOST = 8;

/** The wells of a chain: their states of most traffic, the most pronounced well first, and which of them the way up leads to from every state. */
export interface Basins {
  readonly peaks: Int32Array;
  readonly basin: Uint8Array;
}

/**
 * The peaks of a function on the states of a chain that stand out by more than DEPTH over the highest way to a higher peak
 * (persistence: Edelsbrunner, Letscher & Zomorodian 2002). States are joined where one jumps to the other.
 */
export function basinsOf(rates: Csr, level: Float64Array): Basins {
  const order = Int32Array.from(level.keys()).sort((i, j) => level[j] - level[i]);
  const apart = new Uint8Array(rates.rows);
  const found: { peak: number; depth: number }[] = [{ peak: order[0], depth: Infinity }];
  merged(rates, { order, level, apart }, (peak, i) => {
    const depth = level[peak] - level[i];
    if (depth > DEPTH) found.push({ peak, depth });
  });
  found.sort((a, b) => b.depth - a.depth);
  const peaks = Int32Array.from(found.slice(0, MOST), ({ peak }) => peak);
  for (const peak of peaks) apart[peak] = 1;
  const root = merged(rates, { order, level, apart }, () => undefined);
  return { peaks, basin: Uint8Array.from(root, (r) => peaks.indexOf(r)) };
}

interface Landscape {
  /** States in descending order of level. */
  readonly order: Int32Array;
  readonly level: Float64Array;
  /** 1 for peaks whose sets do not become one where they meet. */
  readonly apart: Uint8Array;
}

/** Floods a landscape from above; tells of each peak whose set becomes part of a higher one, and where. Returns every state's peak. */
function merged(
  { rows, rowStart, column }: Csr,
  { order, level, apart }: Landscape,
  onMeeting: (peak: number, at: number) => void,
): Int32Array {
  const root = new Int32Array(rows).fill(-1);
  const find = (i: number): number => {
    while (root[i] !== i) i = root[i] = root[root[i]];
    return i;
  };
  for (const i of order) {
    root[i] = i;
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      if (root[column[k]] < 0) continue;
      const [a, b] = [find(i), find(column[k])];
      if (a === b || (apart[a] === 1 && apart[b] === 1)) continue;
      const isHigher = apart[a] === apart[b] ? level[a] >= level[b] : apart[a] === 1;
      const [high, low] = isHigher ? [a, b] : [b, a];
      root[low] = high;
      onMeeting(low, i);
    }
  }
  return root.map((_, i) => find(i));
}

/**
 * Factors c for the wells with which x·Σ_W c_W h_W has as much flow into the set of each well as out of it; memberships h are ≥ 0 and sum
 * to 1, the set of W is where h_W is largest. Flow is counted where the sets meet, which is on the barriers: so it keeps its relative
 * accuracy however small it is. The chain of the wells is solved as `eliminate` does. Null where that makes no sense.
 */
export function wellFactors(
  { back, logTraffic }: BackwardChain,
  members: readonly Float64Array[],
): Float64Array | null {
  const k = members.length;
  const label = Uint8Array.from(logTraffic, (_, i) =>
    members.reduce((best, h, W) => (h[i] > members[best][i] ? W : best), 0),
  );
  const { rows, rowStart, column, value } = back;
  const onCut = (visit: (i: number, j: number, p: number) => void): void => {
    for (let i = 0; i < rows; i++) {
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
        const j = column[e];
        if (j !== i && label[i] !== label[j] && value[e] > 0) visit(i, j, value[e]);
      }
    }
  };
  let top = -Infinity;
  onCut((i) => (top = Math.max(top, logTraffic[i])));
  // flow[V][W]: into the set of V, out of others, per factor of W.
  const flow = Array.from({ length: k }, () => new Float64Array(k));
  onCut((i, j, p) => {
    const amount = Math.exp(logTraffic[i] - top) * p;
    for (let W = 0; W < k; W++) {
      flow[label[i]][W] += amount * members[W][j];
      flow[label[j]][W] -= amount * members[W][j];
    }
  });
  return balanced(flow);
}

/** The null vector of a small generator (Grassmann, Taksar & Heyman 1985), its first entry 1; null unless it is positive. */
function balanced(flow: readonly Float64Array[]): Float64Array | null {
  const k = flow.length;
  const leaving = new Float64Array(k);
  for (let W = k - 1; W > 0; W--) {
    for (let V = 0; V < W; V++) leaving[W] += flow[V][W];
    for (let V = 0; V < W; V++) {
      for (let U = 0; U < W; U++) if (U !== V) flow[V][U] += (flow[V][W] * flow[W][U]) / leaving[W];
    }
  }
  const c = new Float64Array(k);
  c[0] = 1;
  for (let W = 1; W < k; W++) {
    for (let U = 0; U < W; U++) c[W] += (flow[W][U] * c[U]) / leaving[W];
  }
  return c.every((x) => x > 0 && x < Infinity) ? c : null;
}
