import type { Propagator } from './propagator.js';

/**
 * How far one rational step may be trusted.
 *
 * r(τA) − exp(τA) is small on the spectrum of A, and a chain in detailed balance is symmetric in the scalar product
 * ⟨f, g⟩ = Σ f g/π. So the error of a step of any length is at most ε‖v‖ in that norm, and by Cauchy–Schwarz
 *   Σ |error| ≤ ε √(Σ v²/π)   on each run, with Σ π = 1 there.
 * Started near equilibrium, that is 10⁻¹⁴ for any τ. Started d standard deviations from it, √(Σ v²/π) ≈ exp(d²/4): beyond
 * d ≈ 7 the bound, and (a decade or two later) the true error, is no longer small, whatever τ. Then the time is cut into
 * steps that each move the mass only a few of its own widths, until the bound holds.
 */
const EPSILON = 4e-16;

/** The bound ε Σ_runs √(Σ v²/π) on Σ|error| of one step of any length; Infinity with mass on a run without a reversible law. */
export function errorBound(p: Propagator, v: Float64Array): number {
  const logLaw = p.logLaw;
  let sum = 0;
  for (const { first, last } of p.runs) {
    let square = 0;
    for (let i = first; i <= last; i++) {
      if (v[i] !== 0) square += Math.exp(2 * Math.log(Math.abs(v[i])) - logLaw[i]);
    }
    sum += Math.sqrt(square);
  }
  return sum === sum ? EPSILON * sum : Infinity;
}

/** What the steps may do. */
export interface StepControl {
  /** Largest Σ|error| of one step. */
  readonly tolerance: number;
  /** Smallest mass a step may leave in a cell (a small negative number). */
  readonly floor: number;
  /** Steps (of eight solves each) allowed in all. */
  readonly stepLimit: number;
}

/** Running totals over the steps of one evolution. */
export interface StepTotals {
  steps: number;
  /** Σ over steps of the estimated or bounded Σ|error|. */
  error: number;
  /** Σ over steps of the mass put right after rounding. */
  corrected: number;
}

/**
 * Advances v in place by `time`; false if the step limit stopped it.
 * One step where `errorBound` allows it; otherwise pairs of half steps, each compared with the whole step.
 */
export function advance(
  p: Propagator,
  v: Float64Array,
  time: number,
  control: StepControl & { readonly totals: StepTotals },
): boolean {
  const { totals } = control;
  const take = (tau: number, u: Float64Array): void => {
    totals.corrected += p.step(tau, u);
    totals.steps += 1;
  };
  let left = time;
  let tau = Math.min(time, 4 / driftRate(p, v));
  while (left > 0) {
    const bound = errorBound(p, v);
    if (bound <= control.tolerance) {
      const whole = p.scratch[0];
      whole.set(v);
      take(left, whole);
      if (smallest(whole) >= control.floor) {
        v.set(whole);
        totals.error += bound;
        return true;
      }
    }
    const done = pairStep({ v, tau: Math.min(tau, left), scratch: p.scratch, take }, control);
    if (done === null) return false;
    totals.error += done.error;
    // The last step ends on `left` itself, so that rounding leaves no sliver of time.
    left = done.tau >= left ? 0 : left - done.tau;
    const growth = done.error > 0 ? 0.9 * (control.tolerance / done.error) ** 0.25 : 3;
    tau = done.tau * Math.min(3, Math.max(0.5, growth));
  }
  return true;
}

/** Two half steps, halved until they agree with the whole step and leave no cell below the floor; null at the step limit. */
function pairStep(
  at: {
    readonly v: Float64Array;
    readonly tau: number;
    readonly scratch: Propagator['scratch'];
    readonly take: (tau: number, u: Float64Array) => void;
  },
  control: StepControl & { readonly totals: StepTotals },
): { tau: number; error: number } | null {
  const { v, take } = at;
  let [whole, half] = at.scratch;
  const pair = at.scratch[2];
  let tau = at.tau;
  whole.set(v);
  take(tau, whole);
  let lastFault = Infinity;
  for (;;) {
    if (control.totals.steps + 2 > control.stepLimit) return null;
    half.set(v);
    take(tau / 2, half);
    pair.set(half);
    take(tau / 2, pair);
    const error = distance(whole, pair);
    const fault = Math.max(error / control.tolerance, smallest(pair) / control.floor);
    // Where halving no longer helps, what is left is rounding, and shorter steps would only add to it.
    if (fault <= 1 || fault > 0.7 * lastFault) {
      v.set(pair);
      return { tau, error };
    }
    lastFault = fault;
    tau /= 2;
    [whole, half] = [half, whole];
  }
}

/**
 * The mass-weighted rate a²/D at which drift carries mass over its own diffusive width, from the two rates of each face:
 * with u = (D/h²)B(−Φ) and d = (D/h²)B(Φ), 2(u − d)²/(u + d) = a²/D + O(h²). Only a first guess of the step.
 */
function driftRate(p: Propagator, v: Float64Array): number {
  const { lower, upper, size } = p.chain;
  let [sum, mass] = [0, 0];
  for (let i = 0; i < size; i++) {
    const [u, d] = [lower[i], upper[i]];
    const m = Math.abs(v[i]);
    mass += m;
    if (u + d > 0) sum += m * 2 * (u - d) * ((u - d) / (u + d));
  }
  return sum / mass;
}

function smallest(v: Float64Array): number {
  let least = Infinity;
  for (let i = 0; i < v.length; i++) if (!(v[i] >= least)) least = v[i];
  return least;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum;
}
