import { compensatedSum } from '../../src/num/sum.js';
import { noMoments, type Moments } from './moments.js';

/** Jumps up, i → i + 1, and down, i + 1 → i, of a chain; entries beyond its faces are not read. */
export interface Jumps {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Jumps that leave a chain for the same cell of the next one: their rates, and what they carry over during a step. `stage` and `mass`
 * hold what comes from the chain before when a step begins, and what goes to the next when it ends.
 */
export interface Leak {
  readonly rate: Float64Array;
  readonly stage: Float64Array;
  readonly mass: Moments;
}

/** Work arrays of `positiveStep` for chains of up to `size` cells. `jumps` is free for the caller to describe the chain in. */
export interface PositiveWork {
  readonly jumps: Jumps;
  readonly stage: Float64Array;
  readonly weight: Float64Array;
  readonly ratio: Float64Array;
  /** Moments of a chain that has none, and a leak through which nothing goes. */
  readonly spare: Float64Array;
  readonly tight: Leak;
}

/** Allocates the work arrays of `positiveStep`. */
export function positiveWork(size: number): PositiveWork {
  const vector = () => new Float64Array(size);
  return {
    jumps: { lower: vector(), upper: vector() },
    stage: vector(),
    weight: vector(),
    ratio: vector(),
    spare: vector(),
    tight: leak(size),
  };
}

/** A leak without rates. */
export function leak(size: number): Leak {
  return { rate: new Float64Array(size), stage: new Float64Array(size), mass: noMoments(size) };
}

/** Below this a mass is not divided by: its weight is that of backward Euler. */
const NOTHING = 1e-280;

/**
 * One step of dm/dt = A m over `time`, in place, for the mass m0 and, by the same kernel, the moments m1 and m2 of a stretch of cells:
 * positive for any step, mass kept, second order. Returns the rounding put right.
 *
 * No linear one-step method is both unconditionally positive and of second order (Bolley & Crouzeix, RAIRO 12, 1978), so the
 * step is the nonlinear one of Burchard, Deleersnijder & Meister (Appl. Numer. Math. 47, 2003, MPRK22): with y = (1 − τA)⁻¹ m,
 *   (1 − τ A W) m⁺ = m,   W = diag ½(1 + m_i/y_i).
 * A W still has jumps ≥ 0 only and columns that sum to 0: both solves are free of subtractions, and the kernel (1 − τAW)⁻¹ is a
 * Markov kernel, so that moments stay those of a law on [0, 1]. With a leak, A is the block of one chain in a triangular matrix, and
 * calls for the chains in their order solve the whole.
 */
export function positiveStep(
  jumps: Jumps,
  time: number,
  cells: Moments,
  work: PositiveWork,
  { rate, stage: inflow, mass: flow }: Leak = work.tight,
): number {
  const { m0, m1, m2 } = cells;
  const n = m0.length;
  const before = compensatedSum(m0) + compensatedSum(flow.m0);
  if (!(before > 0)) return 0;
  const { stage, weight } = work;
  solveStage(jumps, time, { m0, rate, inflow }, work);
  for (let i = 0; i < n; i++) {
    weight[i] = stage[i] > NOTHING ? 0.5 * (1 + m0[i] / stage[i]) : 1;
    inflow[i] = time * rate[i] * stage[i];
    m0[i] += flow.m0[i];
    m1[i] += flow.m1[i];
    m2[i] += flow.m2[i];
  }
  solveMoments(jumps, time, { cells, rate }, work);
  for (let i = 0; i < n; i++) {
    const share = time * rate[i] * weight[i];
    flow.m0[i] = share * m0[i];
    flow.m1[i] = share * m1[i];
    flow.m2[i] = share * m2[i];
  }
  const after = compensatedSum(m0) + compensatedSum(flow.m0);
  // Two solves over n cells lose about n·10⁻¹⁷ of the mass, always to the same side; it is put back in proportion.
  const factor = before / after;
  if (factor !== 1) for (const m of [m0, flow.m0]) for (let i = 0; i < n; i++) m[i] *= factor;
  return Math.abs(after - before);
}

interface StageSystem {
  readonly m0: Float64Array;
  readonly rate: Float64Array;
  readonly inflow: Float64Array;
}

/**
 * stage = (1 + τ·leak − τA)⁻¹ (m + inflow) by the elimination of Grassmann, Taksar & Heyman as in src/num/tridiagonal.ts, from
 * one end: `killed` is what a cell loses to itself and the leak once those before it are collapsed into it.
 */
function solveStage({ lower, upper }: Jumps, tau: number, { m0, rate, inflow }: StageSystem, work: PositiveWork): void {
  const { stage, ratio } = work;
  const n = m0.length;
  let killed = 1 + tau * rate[0];
  let flow = 0;
  for (let i = 0; i < n - 1; i++) {
    const up = tau * lower[i];
    const pivot = 1 / (killed + up);
    const x = (m0[i] + inflow[i] + flow) * pivot;
    stage[i] = x;
    ratio[i] = tau * upper[i] * pivot;
    flow = up * x;
    killed = 1 + tau * rate[i + 1] + ratio[i] * killed;
  }
  let x = (stage[n - 1] = (m0[n - 1] + inflow[n - 1] + flow) / killed);
  for (let i = n - 2; i >= 0; i--) x = stage[i] += ratio[i] * x;
}

/** The same for three vectors in place, every rate out of cell i times weight[i]. */
function solveMoments(
  { lower, upper }: Jumps,
  tau: number,
  { cells: { m0, m1, m2 }, rate }: { readonly cells: Moments; readonly rate: Float64Array },
  { weight, ratio }: PositiveWork,
): void {
  const n = m0.length;
  let [f0, f1, f2] = [0, 0, 0];
  let killed = 1 + tau * weight[0] * rate[0];
  for (let i = 0; i < n - 1; i++) {
    const up = tau * weight[i] * lower[i];
    const pivot = 1 / (killed + up);
    m0[i] = (m0[i] + f0) * pivot;
    m1[i] = (m1[i] + f1) * pivot;
    m2[i] = (m2[i] + f2) * pivot;
    ratio[i] = tau * weight[i + 1] * upper[i] * pivot;
    f0 = up * m0[i];
    f1 = up * m1[i];
    f2 = up * m2[i];
    killed = 1 + tau * weight[i + 1] * rate[i + 1] + ratio[i] * killed;
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
