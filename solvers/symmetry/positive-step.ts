import type { Moments } from './moments.js';
import { compensatedSum } from '../../src/num/sum.js';
import { shiftedWork, solveShifted, type ShiftedWork } from '../../src/num/tridiagonal.js';

/** Jumps up, i → i + 1, and down, i + 1 → i, of a chain; entries beyond its faces are not read. */
export interface Jumps {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Work arrays of `positiveStep` for chains of up to `size` cells. `jumps` is free for the caller to describe the chain in. */
export interface PositiveWork {
  readonly solve: ShiftedWork;
  readonly stage: Float64Array;
  readonly weighted: Jumps;
  readonly jumps: Jumps;
  readonly ratio: Float64Array;
  /** Stands for the moments of a chain that has none. */
  readonly spare: Moments['m1'];
}

/** Allocates the work arrays of `positiveStep`. */
export function positiveWork(size: number): PositiveWork {
  const vector = () => new Float64Array(size);
  const jumps = () => ({ lower: vector(), upper: vector() });
  return {
    solve: shiftedWork(size),
    stage: vector(),
    weighted: jumps(),
    jumps: jumps(),
    ratio: vector(),
    spare: vector(),
  };
}

/** Below this a mass is not divided by: its weight is that of backward Euler. */
const NOTHING = 1e-280;
const UNREAD = new Float64Array(0);

/**
 * One step of dm/dt = A m over `time`, in place, for the mass m0 and, by the same kernel, the moments m1 and m2 of a stretch of cells:
 * positive for any step, mass kept, second order. Returns the rounding put right.
 *
 * No linear one-step method is both unconditionally positive and of second order (Bolley & Crouzeix, RAIRO 12, 1978), so the
 * step is the nonlinear one of Burchard, Deleersnijder & Meister (Appl. Numer. Math. 47, 2003, MPRK22): with y = (1 − τA)⁻¹ m,
 *   (1 − τ A W) m⁺ = m,   W = diag ½(1 + m_i/y_i).
 * A W still has jumps ≥ 0 only and columns that sum to 0: both solves are free of subtractions, and the kernel (1 − τAW)⁻¹ is a
 * Markov kernel, so that moments stay those of a law on [0, 1].
 */
export function positiveStep(jumps: Jumps, time: number, cells: Moments, work: PositiveWork): number {
  const { m0 } = cells;
  const n = m0.length;
  const before = compensatedSum(m0);
  if (!(before > 0)) return 0;
  const { stage } = work;
  const { lower, upper } = work.weighted;
  solveShifted(
    { size: n, ...jumps, diagonal: UNREAD, cyclic: false },
    { shift: 1, scale: time, work: work.solve },
    m0,
    stage,
  );
  for (let i = 0; i < n; i++) {
    const weight = stage[i] > NOTHING ? 0.5 * (1 + m0[i] / stage[i]) : 1;
    lower[i] = jumps.lower[i] * weight;
    if (i > 0) upper[i - 1] = jumps.upper[i - 1] * weight;
  }
  solveMoments(work.weighted, time, cells, work.ratio);
  const after = compensatedSum(m0);
  if (after === before) return 0;
  // Two solves over n cells lose about n·10⁻¹⁷ of the mass, always to the same side; it is put back in proportion.
  const factor = before / after;
  for (let i = 0; i < n; i++) m0[i] *= factor;
  return Math.abs(after - before);
}

/** (1 − τA)⁻¹ of three vectors in place, by the elimination of `solveShifted` (src/num/tridiagonal.ts) from one end. */
function solveMoments({ lower, upper }: Jumps, tau: number, { m0, m1, m2 }: Moments, ratio: Float64Array): void {
  const n = m0.length;
  let [killed, f0, f1, f2] = [1, 0, 0, 0];
  for (let i = 0; i < n - 1; i++) {
    const up = tau * lower[i];
    const down = tau * upper[i];
    const pivot = 1 / (killed + up);
    m0[i] = (m0[i] + f0) * pivot;
    m1[i] = (m1[i] + f1) * pivot;
    m2[i] = (m2[i] + f2) * pivot;
    ratio[i] = down * pivot;
    f0 = up * m0[i];
    f1 = up * m1[i];
    f2 = up * m2[i];
    killed = 1 + ratio[i] * killed;
  }
  let x0 = (m0[n - 1] = (m0[n - 1] + f0) / killed);
  let x1 = (m1[n - 1] = (m1[n - 1] + f1) / killed);
  let x2 = (m2[n - 1] = (m2[n - 1] + f2) / killed);
  for (let i = n - 2; i >= 0; i--) {
    x0 = m0[i] += ratio[i] * x0;
    x1 = m1[i] += ratio[i] * x1;
    x2 = m2[i] += ratio[i] * x2;
  }
}
