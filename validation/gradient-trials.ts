/** What can be tried on any expression: that the SDE is the one of its loss. */
import type { DataLaw } from '../src/data/law.js';
import { compile } from '../src/expression/compile.js';
import type { SymbolicModel } from '../src/model/symbolic-loss.js';
import { bindToColumns } from '../src/model/symbolic-loss.js';
import { rescalingSymmetries } from '../src/model/symmetry.js';
import { createStream, nextUniform } from '../src/num/random/stream.js';
import { sgd } from '../src/sde/gradient-noise.js';
import type { SgdOptions } from '../src/sde/hyper-parameters.js';
import { itoTerms } from './ito-rule.js';
import type { Trial } from './problem-trials.js';
import { atMost } from './study.js';

/** Points θ at which the SDE is tried, the step of differences, and the orders of two rules for averages, which show each other's error. */
const POINTS = 6;
const STEP = 1e-3;
const ORDERS = [40, 64];
const COLUMNS = 4;

/** Drift against differences of the mean loss, diffusion against averages over the data, noise of balanced differences against none. */
export function gradientTrials(model: SymbolicModel, law: DataLaw, options: SgdOptions): Trial[] {
  if (law.columns.length > COLUMNS && law.kind === 'analytic') {
    return [{ study: 'gradient', reason: `averages over ${law.columns.length} columns take too many points` }];
  }
  if (options.modifiedLoss) return [{ study: 'gradient', reason: 'the modified loss changes the drift' }];
  return [gradientTrial(model, law, options), balanceTrial(model, law, options)];
}

/** Random points of [−1.5, 1.5]ⁿ. */
function points(n: number): number[][] {
  const stream = createStream(11, 0);
  return Array.from({ length: POINTS }, () => Array.from({ length: n }, () => 3 * nextUniform(stream) - 1.5));
}

function gradientTrial(model: SymbolicModel, law: DataLaw, options: SgdOptions): Trial {
  const sde = sgd(model, law, options);
  const gamma = options.weightDecay ?? 0;
  const T = sde.hyperParameters.temperature;
  const n = sde.names.length;
  const rules = ORDERS.map((order) => averagedGradient(model, law, order));
  const [a, D] = [new Float64Array(n), new Float64Array(n * n)];
  let [drift, diffusion, rule] = [0, 0, 0];
  for (const theta of points(n)) {
    sde.drift(theta, a);
    sde.diffusion(theta, D);
    const [coarse, fine] = rules.map((average) => average(theta));
    const size = Math.hypot(...fine.mean) + 2 * gamma * Math.hypot(...theta) + 1e-12;
    const spread = Math.max(...D.map(Math.abs)) + 1e-12;
    const far = (x: Float64Array, y: Float64Array): number => Math.max(...x.map((value, k) => Math.abs(value - y[k])));
    const pull = fine.mean.map((slope, i) => -slope - 2 * gamma * theta[i]);
    const noise = fine.covariance.map((c) => (T / 2) * c);
    drift = Math.max(drift, far(a, pull) / size);
    diffusion = Math.max(diffusion, far(D, noise) / spread);
    rule = Math.max(
      rule,
      far(coarse.mean, fine.mean) / size,
      ((T / 2) * far(coarse.covariance, fine.covariance)) / spread,
    );
  }
  const where = `at ${POINTS} random θ, relative`;
  return {
    study: 'gradient',
    checks: [
      atMost(`drift + ∇L + 2γθ, differences of the loss ${where}`, drift, 1e-6 + 2 * rule),
      atMost(`D − (T/2) Cov ∇ℓ, averages over the data ${where}`, diffusion, 1e-6 + 2 * rule),
    ],
  };
}

/** Mean and covariance of ∇ℓ over the data. */
interface Average {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Averages by a rule of some order, slopes of single losses by differences of fourth order: nothing symbolic is shared with the SDE. */
function averagedGradient(model: SymbolicModel, law: DataLaw, order: number): (theta: readonly number[]) => Average {
  const { loss, parameters } = bindToColumns(model, law.columns);
  const value = compile([loss], [...parameters, ...law.columns]);
  const { points: nodes, weights } = law.nodes(order);
  const [n, columns] = [parameters.length, law.columns.length];
  const at = new Float64Array(n + columns);
  const out = new Float64Array(1);
  const slope = (i: number): number => {
    const kept = at[i];
    const side = (h: number): number => {
      at[i] = kept + h;
      value(at, out);
      return out[0];
    };
    const result = (8 * (side(STEP) - side(-STEP)) - (side(2 * STEP) - side(-2 * STEP))) / (12 * STEP);
    at[i] = kept;
    return result;
  };
  return (theta) => {
    at.set(theta);
    const mean = new Float64Array(n);
    const second = new Float64Array(n * n);
    for (let k = 0; k < weights.length; k++) {
      at.set(nodes.subarray(k * columns, (k + 1) * columns), n);
      const g = Float64Array.from({ length: n }, (_, i) => slope(i));
      for (let i = 0; i < n; i++) {
        mean[i] += weights[k] * g[i];
        for (let j = 0; j < n; j++) second[i * n + j] += weights[k] * g[i] * g[j];
      }
    }
    return { mean, covariance: second.map((s, k) => s - mean[Math.floor(k / n)] * mean[k % n]) };
  };
}

function balanceTrial(model: SymbolicModel, law: DataLaw, options: SgdOptions): Trial {
  const study = 'law-of-balance';
  const symmetries = rescalingSymmetries(model, law.columns);
  if (symmetries.length === 0) return { study, reason: 'the loss has no rescaling symmetry' };
  const sde = sgd(model, law, options);
  const checks = symmetries.map(({ pair: [u, w] }) => {
    const noise = points(sde.names.length).map((theta) => {
      const at = Object.fromEntries(sde.names.map((name, i) => [name, theta[i]]));
      const sum = itoTerms(sde, `${u}^2 + ${w}^2`, at).diffusion;
      return Math.abs(itoTerms(sde, `${u}^2 - ${w}^2`, at).diffusion) / (sum + 1e-300);
    });
    return atMost(`noise of ${u}² − ${w}² over that of ${u}² + ${w}²`, Math.max(...noise), 1e-9);
  });
  return { study, checks };
}
