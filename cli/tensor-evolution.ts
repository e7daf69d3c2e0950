import type { TensorEvolutionDocument, TensorEvolutionFrame } from '../src/io/tensor-evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { framesInSteps, type TensorEvolution } from '../solvers/evolve/tensor-frames.js';
import type { EvolutionRequest } from './evolution-document.js';
import { interruptible } from './interruptible.js';
import type { LoadedProblem } from './load.js';
import type { CommonOptions } from './options.js';
import { print, writeOut } from './output.js';
import { tensorInitial } from './tensor-initial.js';
import { tensorProblem } from './tensor-problem.js';
import { version } from './version.js';

/** The density of a problem of one to three parameters at the times asked for; at those that are done where Ctrl-C stops it. */
export async function tensorEvolution(
  loaded: LoadedProblem,
  { times, allowOutside }: EvolutionRequest,
  memoryLimit?: number,
): Promise<TensorEvolutionDocument> {
  const started = performance.now();
  const { problem, sde, stages, axes, figures, products } = await tensorProblem(loaded);
  const end = stages[stages.length - 1].until;
  const late = times.find((t) => t > end);
  if (late !== undefined) {
    const expectation = `a schedule up to ${late}, the last time asked for`;
    throw new InputError('sgd.schedule', expectation, `one that ends at ${end}`, 'Lengthen its last segment.');
  }
  const start = await tensorInitial(loaded, sde.names);
  const beforeSolving = performance.now();
  const request = { times, axes, products, allowOutside, ...(memoryLimit !== undefined && { memoryLimit }) };
  const steps = framesInSteps(stages, start, request);
  const { value: evolution, interrupted } = await interruptible('evolution', steps);
  const solved = performance.now();
  const { massError, smallestMass, repaired, errorEstimate, methods, generator, work, grid } = evolution;
  return {
    command: 'evolve',
    version: version(),
    problem,
    result: {
      ...(sde.names.length === 1 && { variable: sde.names[0] }),
      variables: sde.names,
      initial: start.text,
      initialOutside: evolution.outside,
      frames: framesOf(evolution),
      massError,
      smallestMass,
      repairedMass: repaired,
      timeError: errorEstimate + evolution.rampError,
      methods,
      generator: { ...generator.facts, stencil: generator.stencil },
      ...figures,
    },
    warnings: [
      ...(interrupted === null ? [] : [`Interrupted ${interrupted}: these are the frames that were done by then.`]),
      ...sde.warnings,
      ...evolution.warnings,
    ],
    stats: {
      milliseconds: performance.now() - started,
      solveMilliseconds: solved - beforeSolving,
      cells: grid.size,
      work,
    },
  };
}

function framesOf({ grid, frames }: TensorEvolution): TensorEvolutionFrame[] {
  const axes = grid.axes.map(({ name, centres, widths, edges }) => ({ name, centres, widths, edges }));
  return frames.map(
    ({ time, survival, absorbed, moments, positive, components, entropy, relativeEntropy, mass, logDensity }) => ({
      time,
      ...(survival !== undefined && { survival, absorbed }),
      moments,
      ...(Object.keys(positive).length > 0 && { positive }),
      components,
      entropy,
      relativeEntropy,
      density: { axes, mass, logDensity },
    }),
  );
}

/** Writes and prints an evolution over several parameters as the options ask. */
export async function presentTensorEvolution(document: TensorEvolutionDocument, options: CommonOptions): Promise<void> {
  const dataset = async () => (await import('../src/io/tensor-evolution-dataset.js')).tensorEvolutionDataset(document);
  await writeOut(options, {
    '.json': async () => (await import('../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../src/io/csv-table.js')).toCsv(await dataset()),
    '.npz': async () => (await import('../src/io/npz.js')).toNpz(await dataset()),
    '.h5': async () => (await import('../src/io/hdf5.js')).toHdf5(await dataset()),
    '.html': async () => {
      const { plotlySource } = await import('./plotly-source.js');
      const { tensorEvolutionReport } = await import('../src/view/tensor-evolution-report.js');
      return tensorEvolutionReport(document, await plotlySource());
    },
  });
  await print(document, options, (await import('../src/view/tensor-evolution-text.js')).describeTensorEvolution);
}
