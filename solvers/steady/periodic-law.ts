import { gaussRule, legendre } from '../../src/num/gauss.js';
import { logAdd, marcher, POINTS, runningIntegral, type Marcher } from '../../src/num/panel.js';
import { compensatedSum } from '../../src/num/sum.js';
import type { ScalarCoefficients } from '../../src/sde/parameter-scan.js';

/**
 * The steady state on a circle with its current, on panels between given bounds (docs/derivations/periodic-line.md):
 * q(θ) = D p ∝ ∫ over one turn from θ of e^{ψ(θ) − ψ(s)} ds, a sum of positive terms.
 */
export interface PeriodicLaw {
  /** Bounds of the panels, once around; logQ = ln q there, unnormalised; cumulative = probability below them. */
  readonly bounds: Float64Array;
  readonly logQ: Float64Array;
  readonly cumulative: Float64Array;
  /** θ and probability of each quadrature point (8 a panel), ascending. */
  readonly points: Float64Array;
  readonly probability: Float64Array;
  /** ln of the factor that normalises q. */
  readonly logTotal: number;
  /** Probability that passes any place upwards per unit of time; exactly 0 where the potential closes to rounding. */
  readonly current: number;
  /** ∫ a/D once around. */
  readonly tilt: number;
  readonly coefficients: ScalarCoefficients;
  readonly marcher: Marcher;
}

/** A tilt this small against ∫|a/D| is rounding of a potential that closes. */
const CLOSED = 1e-13;

/** What one march over a panel leaves. */
interface Panels {
  /** Bounds with ψ there, one more than panels. */
  readonly bounds: number[];
  readonly psi: number[];
  /** ∫ e^−(ψ − ψ at the panel's start) over the panel. */
  readonly resistance: number[];
  /** Per quadrature point: θ, ψ − ψ at the start, weight/D, and the resistance up to it. */
  readonly points: number[];
  readonly rise: number[];
  readonly volume: number[];
  readonly partial: number[];
  steepness: number;
}

/** The steady state of periodic coefficients (D > 0 everywhere) over one turn from the first to the last of `marks`, which become bounds. */
export function periodicLaw(coefficients: ScalarCoefficients, marks: ArrayLike<number>): PeriodicLaw {
  const walk = marcher(coefficients);
  const panels = marched(walk, marks);
  const { bounds, psi, resistance } = panels;
  const n = resistance.length;
  const closes = Math.abs(psi[n]) <= CLOSED * panels.steepness;
  const tilt = closes ? 0 : psi[n];
  // ln ∫ e^−ψ over the panels from k on, and (one turn later, where ψ is higher by the tilt) over those before k.
  const after = new Float64Array(n + 1).fill(-Infinity);
  const before = new Float64Array(n + 1).fill(-Infinity);
  for (let k = n - 1; k >= 0; k--) after[k] = logAdd(after[k + 1], Math.log(resistance[k]) - psi[k]);
  for (let k = 0; k < n; k++) before[k + 1] = logAdd(before[k], Math.log(resistance[k]) - psi[k]);
  const logQ = Float64Array.from(psi, (value, k) => value + logAdd(after[k], before[k] - tilt));
  logQ[n] = logQ[0];
  const logMass = logMasses(panels, logQ);
  const top = logMass.reduce((most, m) => Math.max(most, m), -Infinity);
  const logTotal = top + Math.log(compensatedSum(logMass.map((m) => Math.exp(m - top))));
  const probability = logMass.map((m) => Math.exp(m - logTotal));
  const cumulative = new Float64Array(n + 1);
  for (let k = 0; k < n; k++) {
    cumulative[k + 1] = cumulative[k] + compensatedSum(probability.subarray(k * POINTS, (k + 1) * POINTS));
  }
  // J = 1 − e^−tilt for q as it stands, written so that neither sign overflows.
  const current = tilt >= 0 ? -Math.expm1(-tilt) * Math.exp(-logTotal) : Math.expm1(tilt) * Math.exp(-tilt - logTotal);
  return {
    bounds: Float64Array.from(bounds),
    logQ,
    cumulative,
    points: Float64Array.from(panels.points),
    probability,
    logTotal,
    current: current === 0 ? 0 : current,
    tilt,
    coefficients,
    marcher: walk,
  };
}

function marched(walk: Marcher, marks: ArrayLike<number>): Panels {
  const out: Panels = {
    bounds: [marks[0]],
    psi: [0],
    resistance: [],
    points: [],
    rise: [],
    volume: [],
    partial: [],
    steepness: 0,
  };
  const running = new Float64Array(POINTS);
  for (let m = 0; m + 1 < marks.length; m++) {
    const start = out.psi[out.psi.length - 1];
    let inner = 0;
    walk.march(marks[m], marks[m + 1], ({ from, to, psiTo, y, psi, diffusion, weight }) => {
      const fall = psi.map((value) => Math.exp(inner - value));
      runningIntegral(fall, to - from, running);
      let total = 0;
      for (let j = 0; j < POINTS; j++) {
        total += weight[j] * fall[j];
        out.points.push(y[j]);
        out.rise.push(psi[j] - inner);
        out.volume.push(weight[j] / diffusion[j]);
        out.partial.push(running[j]);
      }
      out.resistance.push(total);
      out.steepness += Math.abs(psiTo - inner);
      out.bounds.push(to);
      inner = psiTo;
      out.psi.push(start + inner);
    });
  }
  return out;
}

/** ln of the unnormalised mass that each quadrature point stands for. */
function logMasses({ resistance, psi, rise, volume, partial }: Panels, logQ: Float64Array): Float64Array {
  return Float64Array.from(rise, (up, i) => {
    const k = Math.floor(i / POINTS);
    const share = partial[i] / resistance[k];
    // Between two bounds q e^−ψ is linear in the resistance, because the current is the same everywhere.
    const next = logQ[k + 1] - (psi[k + 1] - psi[k]);
    return up + logAdd(logQ[k] + Math.log1p(-share), next + Math.log(share)) + Math.log(volume[i]);
  });
}

/** ln p(θ) at any θ on the circle, given between the first and the last bound. */
export function periodicLogDensity(law: PeriodicLaw, theta: number): number {
  const { bounds, logQ, logTotal, coefficients } = law;
  let [low, high] = [0, bounds.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (bounds[middle] <= theta) low = middle;
    else high = middle;
  }
  const pair = new Float64Array(2);
  coefficients(theta, pair);
  if (theta === bounds[low]) return logQ[low] - Math.log(pair[1]) - logTotal;
  const left = { ...law.marcher.march(bounds[low], theta) };
  const right = law.marcher.march(theta, bounds[high]);
  const beyond = right.logResistance - left.phi;
  const whole = logAdd(left.logResistance, beyond);
  const value = logAdd(logQ[low] + beyond, logQ[high] - left.phi - right.phi + left.logResistance) - whole;
  return left.phi + value - Math.log(pair[1]) - logTotal;
}

const RULE = gaussRule(legendre, POINTS);

/** θ below which (from the first bound) a given probability lies. */
export function periodicQuantile(law: PeriodicLaw, probability: number): number {
  const { bounds, cumulative } = law;
  let k = 0;
  while (k + 2 < bounds.length && cumulative[k + 1] < probability) k++;
  const target = probability - cumulative[k];
  let [low, high] = [bounds[k], bounds[k + 1]];
  let theta = low + (high - low) * Math.min(1, target / (cumulative[k + 1] - cumulative[k]));
  for (let step = 0; step < 60; step++) {
    const length = theta - bounds[k];
    let mass = 0;
    for (let j = 0; j < POINTS; j++) {
      mass += RULE.weights[j] * Math.exp(periodicLogDensity(law, bounds[k] + (length * (1 + RULE.nodes[j])) / 2));
    }
    const excess = mass * length - target;
    if (excess > 0) high = theta;
    else low = theta;
    let next = theta - excess / Math.exp(periodicLogDensity(law, theta));
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - theta) <= 1e-15 * Math.max(1, Math.abs(theta))) return next;
    theta = next;
  }
  return theta;
}
