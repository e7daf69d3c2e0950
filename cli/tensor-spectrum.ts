import { discretise } from '../src/fv/discretise.js';
import type { TensorMode, TensorSpectrumDocument } from '../src/io/tensor-evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { nodeWarnings } from '../solvers/evolve/tensor-frames.js';
import { gridForLimit } from '../solvers/evolve/tensor-range.js';
import { modesInSteps } from '../solvers/spectrum/shift-invert.js';
import { interruptible } from './interruptible.js';
import type { LoadedProblem } from './load.js';
import type { CommonOptions } from './options.js';
import { print, writeOut } from './output.js';
import { tensorProblem } from './tensor-problem.js';
import { version } from './version.js';

/** A spectrum over several parameters with, if asked for, its eigenvectors. */
export interface TensorSpectrumOutput {
  readonly document: TensorSpectrumDocument;
  readonly axes: readonly { readonly name: string; readonly centres: Float64Array; readonly widths: Float64Array }[];
  readonly modes: readonly TensorMode[];
}

/** How many rates, whether with their eigenvectors, and the bytes that a factorisation may take. */
export interface TensorSpectrumRequest {
  readonly count: number;
  readonly modes: boolean;
  readonly memory?: number;
  /** Refused. */
  readonly temperatures?: readonly number[];
}

/** The slowest rates of a problem of one to three parameters. */
export async function tensorSpectrum(
  loaded: LoadedProblem,
  { count, modes, memory: memoryLimit, temperatures }: TensorSpectrumRequest,
): Promise<TensorSpectrumOutput> {
  if (temperatures !== undefined) {
    const cure = 'Set sgd.temperature in a run for each.';
    throw new InputError('--temperatures', 'a problem of one variable on a line', 'one on a grid', cure);
  }
  const started = performance.now();
  const { problem, sde, axes, figures, products } = await tensorProblem(loaded);
  const beforeSolving = performance.now();
  const grid = gridForLimit(
    sde,
    axes,
    axes.map(() => 0),
  );
  const generator = discretise(sde, grid);
  const search = { modes, ...(memoryLimit !== undefined && { memoryLimit }) };
  const { value: solution, interrupted } = await interruptible('spectrum', modesInSteps(generator, count, search));
  const { value, outcome, message, stats } = solution;
  const solved = performance.now();
  const { rates, frequencies, errors, gap } = value;
  const document: TensorSpectrumDocument = {
    command: 'spectrum',
    version: version(),
    problem,
    result: {
      ...(sde.names.length === 1 && { variable: sde.names[0] }),
      variables: sde.names,
      rates,
      imaginary: frequencies,
      errors,
      gap,
      relaxationTimes: rates.flatMap((rate) => (rate > 0 ? [1 / rate] : [])),
      generator: { ...generator.facts, stencil: generator.stencil },
      ...figures,
    },
    warnings: [
      ...(interrupted === null ? [] : [`Interrupted ${interrupted}: these are the rates that had settled by then.`]),
      ...sde.warnings,
      ...generator.warnings,
      ...nodeWarnings(generator.grid, products),
      ...(outcome === 'step-limit' ? [message] : []),
    ],
    stats: {
      milliseconds: performance.now() - started,
      solveMilliseconds: solved - beforeSolving,
      cells: grid.size,
      solves: stats.solves,
    },
  };
  return {
    document,
    axes: grid.axes.map(({ name, centres, widths }) => ({ name, centres, widths })),
    modes: value.modes.map((mode, k) => ({ rate: rates[k], frequency: frequencies[k], ...mode })),
  };
}

/** Writes and prints a spectrum over several parameters as the options ask. */
export async function presentTensorSpectrum(output: TensorSpectrumOutput, options: CommonOptions): Promise<void> {
  const { document } = output;
  const dataset = async () => (await import('../src/io/tensor-tables-dataset.js')).tensorSpectrumDataset(output);
  await writeOut(options, {
    '.json': async () => (await import('../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../src/io/csv-table.js')).toCsv(await dataset()),
    '.npz': async () => (await import('../src/io/npz.js')).toNpz(await dataset()),
    '.h5': async () => (await import('../src/io/hdf5.js')).toHdf5(await dataset()),
    '.html': async () => (await import('../src/view/tensor-tables-report.js')).tensorSpectrumReport(document),
  });
  await print(document, options, (await import('../src/view/tensor-tables-text.js')).describeTensorSpectrum);
}
