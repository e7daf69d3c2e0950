import type { Run } from '../../src/num/reversible.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';

/** ln(eᵃ + eᵇ); −∞ stands for 0. */
export function logAdd(a: number, b: number): number {
  if (a < b) return logAdd(b, a);
  return a === -Infinity || a === Infinity ? a : a + Math.log1p(Math.exp(b - a));
}

/**
 * ln of the probability to leave the cells first … last upwards, across the face above `last`, before leaving them downwards,
 * for each start in the stretch; out[0] belongs to `first`.
 *
 * Cells are eliminated upwards; κᵢ is the rate at which cell i is lost, downwards or into a trap it cannot leave, once the
 * cells below it are collapsed into it:
 *   κᵢ₊₁ = downᵢ κᵢ/(upᵢ + κᵢ),   P(i) = P(i+1) upᵢ/(upᵢ + κᵢ),   P(above last) = 1.
 * Nothing is subtracted, and κ is kept as a logarithm: across a barrier of 1000 nats it vanishes and comes back.
 */
export function logUpwardSplitting(chain: Tridiagonal, { first, last }: Run): Float64Array {
  const { lower, upper } = chain;
  const count = last - first + 1;
  const logKept = new Float64Array(count); // ln of up/(up + κ)
  let logKappa = first > 0 ? Math.log(upper[first - 1]) : -Infinity;
  for (let i = first; i <= last; i++) {
    const logUp = i < chain.size - 1 ? Math.log(lower[i]) : -Infinity;
    const logPivot = logAdd(logUp, logKappa);
    const trapped = logPivot === -Infinity; // no way out of the cell: all that enters is lost
    logKept[i - first] = trapped ? -Infinity : logQuotient(logUp, logKappa);
    if (i === last) break;
    logKappa = Math.log(upper[i]) + (trapped ? 0 : logQuotient(logKappa, logUp));
  }
  for (let k = count - 2; k >= 0; k--) logKept[k] += logKept[k + 1];
  return logKept;
}

/** ln(eᵃ/(eᵃ + eᵇ)), to small relative error also where it is near 0. */
function logQuotient(a: number, b: number): number {
  if (a === -Infinity) return -Infinity;
  return b <= a ? -Math.log1p(Math.exp(b - a)) : a - b - Math.log1p(Math.exp(a - b));
}

/** The same chain read from its other end. */
export function mirrored(chain: Tridiagonal): Tridiagonal {
  const { size, cyclic } = chain;
  const [lower, upper] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i + 1 < size; i++) {
    lower[size - 2 - i] = chain.upper[i];
    upper[size - 2 - i] = chain.lower[i];
  }
  return { size, lower, diagonal: chain.diagonal.slice().reverse(), upper, cyclic };
}

/** As `logUpwardSplitting`, for leaving downwards. */
export function logDownwardSplitting(chain: Tridiagonal, { first, last }: Run): Float64Array {
  const n = chain.size;
  return logUpwardSplitting(mirrored(chain), { first: n - 1 - last, last: n - 1 - first }).reverse();
}

/** The maximal stretches of cells that are not marked. */
export function unmarked(marked: Uint8Array): Run[] {
  const out: Run[] = [];
  let first = 0;
  for (let i = 0; i <= marked.length; i++) {
    if (i < marked.length && marked[i] === 0) continue;
    if (i > first) out.push({ first, last: i - 1 });
    first = i + 1;
  }
  return out;
}
