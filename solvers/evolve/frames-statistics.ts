import { cellOf, type FittedLine } from '../../src/fv/line-generator.js';
import type { Axis } from '../../src/grid/axis.js';
import { accumulate, total } from '../../src/num/sum.js';

/** What is read off the masses of one frame. */
export interface FrameStatistics {
  readonly mean: number;
  readonly variance: number;
  /** Probability of each line, in the order of the lines. */
  readonly weights: readonly number[];
  /** −∫ p ln p over the cells, in nats. */
  readonly entropy: number;
  /** Natural logarithm of the density at the nodes; −∞ where there is no mass or the cell holds a point mass. */
  readonly logDensity: Float64Array;
}

/** Probability that stands on points. */
export type FixedMass = readonly { readonly at: number; readonly weight: number }[];

/**
 * Statistics of masses on the cells of fitted lines. A mass that has moved is width × density at the node, and sums over nodes are as
 * good as the lattice is smooth. Probabilities of cells, at the start, are integrals: for them the error of order h² of putting them at
 * the nodes is taken out, Σ m (f − δ²f/24) with δ² the second difference along the lattice (Sheppard's correction on any lattice).
 */
export function frameStatistics(
  mass: Float64Array,
  axis: Axis,
  parts: readonly FittedLine[],
  { fixed, integrals }: { readonly fixed: FixedMass; readonly integrals: boolean },
): FrameStatistics {
  const v = axis.centres;
  const sums = new Float64Array(6);
  const weights = parts.map(({ first, count }) => {
    const sum = new Float64Array(2);
    for (let i = first; i < first + count; i++) {
      const bend = !integrals || i === first || i === first + count - 1 ? 0 : (v[i + 1] - 2 * v[i] + v[i - 1]) / 24;
      accumulate(sum, 0, mass[i]);
      accumulate(sums, 0, mass[i] * (v[i] - bend));
    }
    return total(sum, 0);
  });
  for (const { at, weight } of fixed) accumulate(sums, 0, weight * at);
  const mean = total(sums, 0);
  for (const { first, count } of parts) {
    for (let i = first; i < first + count; i++) {
      const [left, here, right] = [v[i - 1] - mean, v[i] - mean, v[i + 1] - mean].map((d) => d * d);
      const bend = !integrals || i === first || i === first + count - 1 ? 0 : (left - 2 * here + right) / 24;
      accumulate(sums, 1, mass[i] * (here - bend));
    }
  }
  for (const { at, weight } of fixed) accumulate(sums, 1, weight * (at - mean) ** 2);
  const logDensity = logDensityOf(mass, parts);
  for (let i = 0; i < mass.length; i++)
    if (mass[i] > 0 && logDensity[i] > -Infinity) accumulate(sums, 2, -mass[i] * logDensity[i]);
  return { mean, variance: total(sums, 1), weights, entropy: total(sums, 2), logDensity };
}

/** ln p(v) at the nodes from the masses: within a cell D p follows the local equilibrium, so that a steady state is exact. */
function logDensityOf(mass: Float64Array, parts: readonly FittedLine[]): Float64Array {
  const out = new Float64Array(mass.length).fill(-Infinity);
  for (const part of parts) {
    const { fit, count, line } = part;
    for (let k = 0; k < count; k++) {
      const cell = cellOf(part, k);
      if (!(mass[cell] > 0)) continue;
      out[cell] = Math.log(mass[cell]) - fit.logVolume[k] - Math.log(fit.diffusion[k]) - line.map.logJacobian(fit.y[k]);
    }
  }
  return out;
}

/**
 * The relative entropy Σ m ln(m/π) − m + π over the cells where the reference π > 0, in nats: every term is ≥ 0 and none is
 * lost near equilibrium. Where m and π have equal sums it is the Kullback–Leibler divergence.
 */
export function relativeEntropy(mass: Float64Array, logReference: Float64Array): number {
  const sum = new Float64Array(2);
  for (let i = 0; i < mass.length; i++) {
    if (logReference[i] === -Infinity) continue;
    const reference = Math.exp(logReference[i]);
    const m = Math.max(0, mass[i]); // rounding may leave −10⁻¹⁵ in a cell
    if (m === 0) accumulate(sum, 0, reference);
    else if (reference > 0 && Math.abs(m - reference) < 0.1 * reference)
      accumulate(sum, 0, reference * near((m - reference) / reference));
    else accumulate(sum, 0, m * (Math.log(m) - logReference[i]) - m + reference);
  }
  return total(sum, 0);
}

/** (1 + x) ln(1 + x) − x = x²/2 − x³/6 + x⁴/12 − … by its series for |x| < 0.1. */
function near(x: number): number {
  let [sum, power] = [0, x * x];
  for (let n = 2; n < 20; n++) {
    sum += ((n % 2 === 0 ? 1 : -1) * power) / (n * (n - 1));
    power *= x;
  }
  return sum;
}
