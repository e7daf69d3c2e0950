import { logReversibleLaw, runs } from '../../src/num/reversible.js';
import type { Run } from '../../src/num/reversible.js';
import { accumulate, total } from '../../src/num/sum.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { CRAM_LIMIT, CRAM_POLES } from './cram.js';
import { applyPole, resolventWork } from './resolvent.js';
import { applyPoleCyclic, cyclicWork } from './resolvent-cyclic.js';

/** A chain made ready for steps of any length: its runs, its reversible law and the work arrays. */
export interface Propagator {
  readonly chain: Tridiagonal;
  readonly runs: readonly Run[];
  /** ln π of `logReversibleLaw`; NaN on runs that have none. */
  readonly logLaw: Float64Array;
  /** The largest rate of a single jump. */
  readonly largestRate: number;
  /** v ← r(τA) v in place, with the mass of every run kept; returns Σ over runs of the mass put right. */
  readonly step: (tau: number, v: Float64Array) => number;
  /** Three vectors for the caller's use. */
  readonly scratch: readonly [Float64Array, Float64Array, Float64Array];
}

/** Prepares a chain; the work arrays are allocated here, once. */
export function propagator(chain: Tridiagonal): Propagator {
  const parts = runs(chain);
  const apply = poleApplier(chain);
  const before = new Float64Array(2 * parts.length);
  const after = new Float64Array(2 * parts.length);
  const step = (tau: number, v: Float64Array): number => {
    runMasses(parts, v, before);
    for (const pole of CRAM_POLES) apply({ tau, pole }, v);
    for (let i = 0; i < v.length; i++) v[i] *= CRAM_LIMIT;
    runMasses(parts, v, after);
    return conserve(parts, v, before, after);
  };
  let largestRate = 0;
  for (let i = 0; i < chain.size; i++) largestRate = Math.max(largestRate, chain.lower[i], chain.upper[i]);
  const vector = () => new Float64Array(chain.size);
  const scratch = [vector(), vector(), vector()] as const;
  return { chain, runs: parts, logLaw: logReversibleLaw(chain), largestRate, step, scratch };
}

function poleApplier(chain: Tridiagonal): (step: Parameters<typeof applyPole>[1], v: Float64Array) => void {
  if (chain.cyclic) {
    const work = cyclicWork(chain.size);
    return (step, v) => {
      applyPoleCyclic(chain, step, v, work);
    };
  }
  const work = resolventWork(chain.size);
  return (step, v) => {
    applyPole(chain, step, v, work);
  };
}

/** The mass of each run into out[2r], out[2r + 1] (a compensated sum). */
function runMasses(parts: readonly Run[], v: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let r = 0; r < parts.length; r++) {
    for (let i = parts[r].first; i <= parts[r].last; i++) accumulate(out, r, v[i]);
  }
}

/** Beyond this relative error of a run's mass the step went wrong, and the error is left to be seen. */
const ROUNDING = 1e-9;

/**
 * The exact step keeps the mass of every run; eight solves over n cells lose about n·10⁻¹⁷ of it, always to the same side.
 * That much is put back in proportion, so that a thousand frames do not add up; what was put back is returned.
 */
function conserve(parts: readonly Run[], v: Float64Array, before: Float64Array, after: Float64Array): number {
  let moved = 0;
  for (let r = 0; r < parts.length; r++) {
    const [old, now] = [total(before, r), total(after, r)];
    if (old === now) continue;
    moved += Math.abs(now - old);
    if (!(Math.abs(now - old) <= ROUNDING * Math.abs(old))) continue;
    const factor = old / now;
    for (let i = parts[r].first; i <= parts[r].last; i++) v[i] *= factor;
  }
  return moved;
}
