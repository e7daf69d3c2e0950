import type { Tridiagonal } from './tridiagonal.js';

/** A maximal run of cells first … last with a jump, in one direction or both, across every face between them. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** The runs of a chain, in order. No mass ever passes from one to another. A cyclic chain counts as one run. */
export function runs(chain: Tridiagonal): Run[] {
  const { size, lower, upper } = chain;
  if (chain.cyclic) return [{ first: 0, last: size - 1 }];
  const out: Run[] = [];
  let first = 0;
  for (let i = 0; i < size; i++) {
    if (i < size - 1 && (lower[i] > 0 || upper[i] > 0)) continue;
    out.push({ first, last: i });
    first = i + 1;
  }
  return out;
}

/**
 * ln π of the law π that balances every face, π[i] lower[i] = π[i+1] upper[i], normalised to Σ π = 1 on each run.
 * NaN on a run that has no such law with π > 0: some face is crossed in one direction only, or the chain is cyclic.
 */
export function logReversibleLaw(chain: Tridiagonal): Float64Array {
  const { size, lower, upper } = chain;
  const out = new Float64Array(size);
  if (chain.cyclic) return out.fill(NaN);
  for (const { first, last } of runs(chain)) {
    let top = 0;
    for (let i = first; i < last; i++) {
      // The quotient is rounded once and its logarithm is small; the difference of two logarithms of 10¹² would not be.
      const ratio = lower[i] / upper[i];
      const inRange = ratio > 0 && ratio < Infinity;
      out[i + 1] = out[i] + (inRange ? Math.log(ratio) : Math.log(lower[i]) - Math.log(upper[i]));
      if (!(out[i + 1] <= top)) top = out[i + 1];
    }
    let sum = 0;
    for (let i = first; i <= last; i++) sum += Math.exp(out[i] - top);
    const norm = top + Math.log(sum);
    // A one-way face has made the sum 0, infinite or NaN, and with it all of the run.
    if (Number.isFinite(norm) && Number.isFinite(out[last])) for (let i = first; i <= last; i++) out[i] -= norm;
    else out.fill(NaN, first, last + 1);
  }
  return out;
}

/** A maximal run of cells first … last that communicate; `closed` where no jump leaves it. */
export interface Block extends Run {
  readonly closed: boolean;
}

/** The communicating blocks of a chain with two ends, in order: it is cut at every face that is not crossed both ways. */
export function blocks(chain: Tridiagonal): Block[] {
  const { size, lower, upper } = chain;
  const out: Block[] = [];
  let first = 0;
  for (let i = 0; i < size; i++) {
    if (i < size - 1 && lower[i] > 0 && upper[i] > 0) continue;
    const leavesUp = i < size - 1 && lower[i] > 0;
    const leavesDown = first > 0 && upper[first - 1] > 0;
    out.push({ first, last: i, closed: !leavesUp && !leavesDown });
    first = i + 1;
  }
  return out;
}

/** The cells first … last of a chain on their own, with walls at both ends. */
export function part(chain: Tridiagonal, { first, last }: Run): Tridiagonal {
  const size = last - first + 1;
  const lower = chain.lower.slice(first, last + 1);
  const upper = chain.upper.slice(first, last + 1);
  lower[size - 1] = upper[size - 1] = 0;
  const diagonal = new Float64Array(size);
  for (let i = 0; i < size; i++) diagonal[i] = 0 - lower[i] - (i > 0 ? upper[i - 1] : 0);
  return { size, lower, diagonal, upper, cyclic: false };
}
