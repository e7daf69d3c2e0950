import type { Csr } from '../../src/num/csr.js';

/**
 * A level of a hierarchy of ever coarser Markov chains near their steady state, backwards in time: cell i was reached from j with
 * probability p[i, j] = x_j k(j→i) / (x_i · rate out of i). Rows sum to 1 where x is steady; ω_i = x_i · rate out of i is the traffic
 * through i, and Σ_i ω_i p[i, j] = ω_j, whatever x. Traffic is held in logarithms, as it may span hundreds of decades.
 */
export interface BackwardChain {
  /** p, row i by row; entries on the diagonal are 0. */
  readonly back: Csr;
  /** ln ω. */
  readonly logTraffic: Float64Array;
  /** States whose correction is 0 in a linear solve; they are never put together with others. */
  readonly held: Int32Array;
}

/** The next coarser chain, and which of its states each state went into. */
export interface Aggregation {
  readonly coarse: BackwardChain;
  readonly aggregate: Int32Array;
  /** ω_i over the traffic of its aggregate. */
  readonly share: Float64Array;
}

/** A pair is made only where the coupling is at least this part of the strongest of the cell. */
const STRONG = 0.25;

/**
 * Pairs up states by their strongest coupling, then pairs up the pairs (Notay 2010, ETNA 37, 123: double pairwise aggregation): about a
 * quarter of the states are left, and aggregates lie along the directions in which the steady state is most tightly held together.
 */
export function aggregated(fine: BackwardChain): Aggregation {
  const first = joined(fine, pairs(fine));
  const second = joined(first.coarse, pairs(first.coarse));
  const aggregate = first.aggregate.map((pair) => second.aggregate[pair]);
  const share = first.share.map((part, i) => part * second.share[first.aggregate[i]]);
  return { coarse: second.coarse, aggregate, share };
}

/** For each state the group it is in: a pair, or a pair with those whose strongest neighbours are taken. Numbered as they are met. */
function pairs({ back, held }: BackwardChain): { pair: Int32Array; count: number } {
  const { rows, rowStart, column, value } = back;
  const pair = new Int32Array(rows).fill(-1);
  const alone = new Uint8Array(rows);
  let count = 0;
  for (const i of held) {
    alone[i] = 1;
    pair[i] = count++;
  }
  for (let i = 0; i < rows; i++) {
    if (pair[i] >= 0) continue;
    let [strongest, neighbour, free, partner] = [0, -1, 0, -1];
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      if (alone[column[k]] === 1) continue;
      if (value[k] > strongest) [strongest, neighbour] = [value[k], column[k]];
      if (value[k] > free && pair[column[k]] < 0) [free, partner] = [value[k], column[k]];
    }
    if (partner >= 0 && free >= STRONG * strongest) pair[partner] = pair[i] = count++;
    else pair[i] = neighbour >= 0 && pair[neighbour] >= 0 ? pair[neighbour] : count++;
  }
  return { pair, count };
}

/** The chain on the given aggregates: P[I, J] = Σ ω_i p_ij / ω_I, the sum over i in I and j in J, ω_I = Σ ω_j p_ji over what leaves I. */
function joined(
  { back, logTraffic, held }: BackwardChain,
  { pair, count }: { pair: Int32Array; count: number },
): Aggregation {
  const { rows, rowStart, column, value } = back;
  const peak = new Float64Array(count).fill(-Infinity);
  for (let i = 0; i < rows; i++) peak[pair[i]] = Math.max(peak[pair[i]], logTraffic[i]);
  const weight = logTraffic.map((w, i) => Math.exp(w - peak[pair[i]]));
  const members = bucketed(pair, count);
  const start = new Int32Array(count + 1);
  const columns = new Int32Array(rowStart[rows]);
  const values = new Float64Array(rowStart[rows]);
  const place = new Int32Array(count).fill(-1);
  const total = new Float64Array(count);
  let end = 0;
  for (let I = 0; I < count; I++) {
    const begin = end;
    for (let m = members.start[I]; m < members.start[I + 1]; m++) {
      const i = members.list[m];
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
        const J = pair[column[k]];
        if (J === I || value[k] === 0) continue;
        if (place[J] < begin) {
          place[J] = end;
          columns[end] = J;
          values[end++] = 0;
        }
        values[place[J]] += weight[i] * value[k];
      }
    }
    // What flows into I flows out of J.
    for (let k = begin; k < end; k++) total[columns[k]] += values[k] * Math.exp(peak[I] - peak[columns[k]]);
    start[I + 1] = end;
  }
  for (let I = 0; I < count; I++) for (let k = start[I]; k < start[I + 1]; k++) values[k] /= total[I];
  const coarse = {
    back: { rows: count, columns: count, rowStart: start, column: columns.slice(0, end), value: values.slice(0, end) },
    logTraffic: peak.map((p, I) => p + Math.log(total[I])),
    held: held.map((i) => pair[i]),
  };
  return { coarse, aggregate: pair, share: weight.map((w, i) => w / total[pair[i]]) };
}

/** States by aggregate. */
function bucketed(pair: Int32Array, count: number): { start: Int32Array; list: Int32Array } {
  const start = new Int32Array(count + 1);
  for (const I of pair) start[I + 1]++;
  for (let I = 0; I < count; I++) start[I + 1] += start[I];
  const next = start.slice(0, count);
  const list = new Int32Array(pair.length);
  pair.forEach((I, i) => (list[next[I]++] = i));
  return { start, list };
}
