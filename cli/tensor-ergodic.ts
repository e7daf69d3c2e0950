import { discretise, type DiscretisedSde } from '../src/fv/discretise.js';
import { inOneVariable } from '../src/io/one-variable.js';
import type { TensorErgodicDocument } from '../src/io/tensor-evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { limitInSteps, type TensorLimit } from '../solvers/evolve/tensor-limit.js';
import { nodeWarnings } from '../solvers/evolve/tensor-frames.js';
import { anchorOf, gridForLimit } from '../solvers/evolve/tensor-range.js';
import { startOnGrid, startReach } from '../solvers/evolve/tensor-start.js';
import { modesInSteps } from '../solvers/spectrum/shift-invert.js';
import { planGenerator } from '../solvers/linear/generator-plan.js';
import { demandMemory } from '../solvers/linear/memory-limit.js';
import { stationaryInSteps, type TensorState } from '../solvers/steady/tensor-state.js';
import { Interrupted, within, type Steps } from '../solvers/steps.js';
import { onStates } from '../solvers/evolve/tensor-stages.js';
import { interruptible } from './interruptible.js';
import type { LoadedProblem } from './load.js';
import type { CommonOptions } from './options.js';
import { print, writeOut } from './output.js';
import { tensorInitial } from './tensor-initial.js';
import { tensorProblem } from './tensor-problem.js';
import { version } from './version.js';

/** Share of the initial law that may lie outside the grid. */
const OUTSIDE = 1e-6;

/** The closed classes of a problem of one to three parameters, and where its initial law ends. */
export async function tensorErgodic(loaded: LoadedProblem, memoryLimit?: number): Promise<TensorErgodicDocument> {
  const started = performance.now();
  const { problem, sde, axes, figures, products } = await tensorProblem(loaded);
  const start = await tensorInitial(loaded, sde.names);
  const beforeSolving = performance.now();
  const reach = axes.map((spec, k) => startReach(start, k, OUTSIDE / 10, anchorOf(spec)));
  const grid = gridForLimit(sde, axes, reach);
  const { mass, outside } = startOnGrid(start, grid);
  if (outside > OUTSIDE) {
    const got = `${outside.toPrecision(3)} of it outside`;
    throw new InputError('grid', 'axes that hold the initial density', got, 'Widen the axes, or use grid: auto.');
  }
  const generator = discretise(sde, grid);
  const initial = onStates(
    mass.map((m) => m / (1 - outside)),
    generator,
  );
  const steps = memoryInSteps(generator, initial, memoryLimit === undefined ? {} : { memoryLimit });
  const { value, interrupted } = await interruptible('ergodic components', steps);
  const { limit, state, gap } = value;
  const solved = performance.now();
  const held = (c: number): number => mass.reduce((sum, m, cell) => (limit.label[cell] === c ? sum + m : sum), 0);
  const named = state.components.map((component, c) => ({ ...component, weight: limit.weights[c] }));
  const taken = state.ends.map((end, e) => ({ ...end, weight: limit.weights[named.length + e] }));
  return {
    command: 'ergodic',
    version: version(),
    problem,
    result: {
      variables: sde.names,
      components: named,
      ...(taken.length > 0 && { ends: taken }),
      initial: {
        law: start.text,
        components: [
          ...named.map(({ name }, c) => ({ name, weight: held(c) })),
          ...(limit.label.includes(-1) ? [{ name: 'transient', weight: held(-1) }] : []),
        ],
      },
      weights: Object.fromEntries([...named, ...taken].map(({ name, weight }) => [name, weight])),
      gap,
      generator: { ...generator.facts, stencil: generator.stencil },
      ...figures,
    },
    warnings: [
      ...(interrupted === null ? [] : [`Interrupted ${interrupted}: the gap was not known by then.`]),
      ...sde.warnings,
      ...generator.warnings,
      ...nodeWarnings(grid, products),
      ...aboutClasses(state),
    ],
    stats: {
      milliseconds: performance.now() - started,
      solveMilliseconds: solved - beforeSolving,
      cells: grid.size,
    },
  };
}

/** What is asked of a chain and its start. */
export interface Memory {
  readonly limit: TensorLimit;
  readonly state: TensorState;
  readonly gap: number | null;
}

/** Where the initial masses end, the steady states, and the gap; without the gap where it is stopped there. */
export function* memoryInSteps(
  generator: DiscretisedSde,
  initial: Float64Array,
  options: { readonly memoryLimit?: number },
): Steps<Memory> {
  const limit = yield* within(limitInSteps(generator, initial, { ...options, bothFactors: true }), [0, 0.25], 'limit');
  if (limit === null) throw refusal(generator, options.memoryLimit);
  const state = yield* within(stationaryInSteps(generator, options), [0.25, 0.5], 'steady states');
  const known = { limit, state, gap: null };
  if (state.solutions.length + state.ends.length < limit.names.length) return known;
  try {
    const modes = modesInSteps(generator, state.components.length + 1, options);
    return { ...known, gap: (yield* within(modes, [0.5, 1], 'gap')).value.gap };
  } catch (error) {
    if (error instanceof Interrupted) return known;
    throw error;
  }
}

/** Why there is no limit. */
function refusal(generator: DiscretisedSde, memoryLimit: number | undefined): InputError {
  demandMemory(planGenerator(generator, { killing: 1, keepUpper: true }).cost.bytes, memoryLimit);
  const got = `${generator.facts.recurrentClasses}`;
  return new InputError('grid', 'at most 16 closed classes of cells', got, 'Use a grid whose cells connect.');
}

/** What is said of the steady states, but for where mass goes that no class holds: the weights tell that. */
function aboutClasses({ warnings, ends }: TensorState): readonly string[] {
  return ends.length > 0 ? warnings.slice(1) : warnings;
}

/** Writes and prints ergodic components over several parameters as the options ask. */
export async function presentTensorErgodic(document: TensorErgodicDocument, options: CommonOptions): Promise<void> {
  const plain = inOneVariable(document);
  await writeOut(options, {
    '.json': async () => (await import('../src/io/json-document.js')).toJson(plain),
    '.csv': async () => {
      const { tensorErgodicDataset } = await import('../src/io/tensor-tables-dataset.js');
      return (await import('../src/io/csv-table.js')).toCsv(tensorErgodicDataset(document));
    },
    '.html': async () => (await import('../src/view/tensor-tables-report.js')).tensorErgodicReport(document),
  });
  const { describeTensorErgodic } = await import('../src/view/tensor-tables-text.js');
  await print(plain, options, (_, palette) => describeTensorErgodic(document, palette));
}
