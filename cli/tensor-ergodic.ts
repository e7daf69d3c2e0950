import { discretise } from '../src/fv/discretise.js';
import type { TensorErgodicDocument } from '../src/io/tensor-evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { tensorLimit } from '../solvers/evolve/tensor-limit.js';
import { nodeWarnings } from '../solvers/evolve/tensor-frames.js';
import { gridForLimit } from '../solvers/evolve/tensor-range.js';
import { startOnGrid, startReach } from '../solvers/evolve/tensor-start.js';
import { slowestModes } from '../solvers/spectrum/shift-invert.js';
import { stationaryOnGrid } from '../solvers/steady/tensor-state.js';
import type { LoadedProblem } from './load.js';
import type { CommonOptions } from './options.js';
import { print, writeOut } from './output.js';
import { tensorInitial } from './tensor-initial.js';
import { tensorProblem } from './tensor-problem.js';
import { version } from './version.js';

/** Share of the initial law that may lie outside the grid. */
const OUTSIDE = 1e-6;

/** The closed classes of a problem of two or three parameters, and where its initial law ends. */
export async function tensorErgodic(loaded: LoadedProblem): Promise<TensorErgodicDocument> {
  const started = performance.now();
  const { problem, sde, axes, figures, products } = await tensorProblem(loaded);
  const start = await tensorInitial(loaded, sde.names);
  const beforeSolving = performance.now();
  const reach = axes.map((_, k) => startReach(start, k, OUTSIDE / 10));
  const grid = gridForLimit(sde, axes, reach);
  const { mass, outside } = startOnGrid(start, grid);
  if (outside > OUTSIDE) {
    const got = `${outside.toPrecision(3)} of it outside`;
    throw new InputError('grid', 'axes that hold the initial density', got, 'Widen the axes, or use grid: auto.');
  }
  const generator = discretise(sde, grid);
  const limit = tensorLimit(
    generator,
    mass.map((m) => m / (1 - outside)),
  );
  if (limit === null) {
    const got = `${generator.facts.recurrentClasses}`;
    throw new InputError('grid', 'at most 16 closed classes of cells', got, 'Use a grid whose cells connect.');
  }
  const state = stationaryOnGrid(generator);
  const { gap } = slowestModes(generator, limit.weights.length + 1).value;
  const solved = performance.now();
  const held = (c: number): number => mass.reduce((sum, m, cell) => (limit.label[cell] === c ? sum + m : sum), 0);
  const named = state.components.map((component, c) => ({ ...component, weight: limit.weights[c] }));
  return {
    command: 'ergodic',
    version: version(),
    problem,
    result: {
      variables: sde.names,
      components: named,
      initial: {
        law: start.text,
        components: [
          ...named.map(({ name }, c) => ({ name, weight: held(c) })),
          ...(limit.label.includes(-1) ? [{ name: 'transient', weight: held(-1) }] : []),
        ],
      },
      weights: Object.fromEntries(named.map(({ name, weight }) => [name, weight])),
      gap,
      generator: { ...generator.facts, stencil: generator.stencil },
      ...figures,
    },
    warnings: [...sde.warnings, ...generator.warnings, ...nodeWarnings(grid, products), ...state.warnings],
    stats: {
      milliseconds: performance.now() - started,
      solveMilliseconds: solved - beforeSolving,
      cells: grid.size,
    },
  };
}

/** Writes and prints ergodic components over several parameters as the options ask. */
export async function presentTensorErgodic(document: TensorErgodicDocument, options: CommonOptions): Promise<void> {
  await writeOut(options, {
    '.json': async () => (await import('../src/io/json-document.js')).toJson(document),
    '.csv': async () => {
      const { tensorErgodicDataset } = await import('../src/io/tensor-tables-dataset.js');
      return (await import('../src/io/csv-table.js')).toCsv(tensorErgodicDataset(document));
    },
    '.html': async () => (await import('../src/view/tensor-tables-report.js')).tensorErgodicReport(document),
  });
  await print(document, options, (await import('../src/view/tensor-tables-text.js')).describeTensorErgodic);
}
