import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import type { DataSource } from '../../solvers/particles/data-source.js';
import { sgdProcess } from '../../solvers/particles/sgd.js';
import { simulate } from '../../solvers/particles/simulate.js';
import { familyStart } from '../../solvers/particles/start.js';
import { diagonalLinear } from '../../solvers/particles/trainable.js';
import { stationaryOnLines } from '../../solvers/steady/stationary.js';

/** SGD at one learning rate beside the SDE at the same temperature. */
export interface SgdBiasRow {
  readonly learningRate: number;
  /** T = η/S. */
  readonly temperature: number;
  /** α₃/(S β₂²), which the SDE takes to be large. */
  readonly noiseToSignal: number;
  readonly sgd: { readonly mean: number; readonly meanError: number; readonly variance: number };
  /** Of the stationary law of the SDE. */
  readonly sde: { readonly mean: number; readonly variance: number };
  /** |mean of SGD − mean of the SDE|, and the same for the variance relative to the SDE's. */
  readonly meanBias: number;
  readonly varianceBias: number;
  /** d ln(bias)/d ln η from the row before; NaN for the first. */
  readonly meanOrder: number;
  readonly varianceOrder: number;
  /** Share of the chains that diverged. */
  readonly diverged: number;
}

/** Options of sgdBias. `problem` says depth, width and moments of `data`; temperature and learning rate are set by the study. */
export interface SgdBiasOptions {
  readonly problem: DiagonalLinearProblem;
  readonly data: DataSource;
  readonly batchSize: number;
  /** Ascending or descending. */
  readonly learningRates: readonly number[];
  readonly particles: number;
  /** Run time in units of learning rate × steps; a third of it is burn-in. */
  readonly time: number;
  readonly seed: number;
}

/**
 * How far SGD's stationary moments are from those of its SDE. η → 0 at fixed T does not exist, since T = η/S with S ≥ 1, so η falls at
 * fixed S and every row is compared with the SDE at its own T = η/S: what is left is the error of the continuous-time limit itself.
 */
export function sgdBias(options: SgdBiasOptions): SgdBiasRow[] {
  const rows: SgdBiasRow[] = [];
  for (const learningRate of options.learningRates) {
    const row = biasAt(options, learningRate);
    const before = rows.at(-1);
    const order = (key: 'meanBias' | 'varianceBias'): number =>
      before === undefined ? NaN : Math.log(row[key] / before[key]) / Math.log(learningRate / before.learningRate);
    rows.push({ ...row, meanOrder: order('meanBias'), varianceOrder: order('varianceBias') });
  }
  return rows;
}

function biasAt(options: SgdBiasOptions, learningRate: number): Omit<SgdBiasRow, 'meanOrder' | 'varianceOrder'> {
  const { problem, data, batchSize, particles, time, seed } = options;
  const { depth, width, beta, alpha, weightDecay } = problem;
  const temperature = learningRate / batchSize;
  const state = stationaryOnLines(reducedLines({ ...problem, temperature, learningRate }), 'auto');
  const sde = { mean: state.components[0].mean, variance: state.components[0].variance };
  const model = diagonalLinear(depth, width);
  const steps = Math.ceil(time / learningRate);
  const { value } = simulate({
    process: sgdProcess({ model, data, learningRate, batchSize, weightDecay }),
    observables: [{ name: 'v', of: model.model }],
    plan: { burnIn: Math.floor(steps / 3), thin: Math.max(1, Math.round(0.1 / learningRate)) },
    start: { count: particles, seed, initial: familyStart(depth, width, { v: beta[1] / beta[0] }) },
    steps,
  });
  const [{ moments, standardError }] = value.observables;
  const [mean, variance] = [moments.mean ?? NaN, moments.variance ?? NaN];
  return {
    learningRate,
    temperature,
    noiseToSignal: alpha[2] / (batchSize * beta[1] * beta[1]),
    sgd: { mean, meanError: standardError ?? NaN, variance },
    sde,
    meanBias: Math.abs(mean - sde.mean),
    varianceBias: Math.abs(variance / sde.variance - 1),
    diverged: value.lost.share,
  };
}
