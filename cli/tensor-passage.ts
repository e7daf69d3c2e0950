import { discretise } from '../src/fv/discretise.js';
import { inOneVariable } from '../src/io/one-variable.js';
import type { TensorPassageDocument } from '../src/io/tensor-evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { nodeWarnings } from '../solvers/evolve/tensor-frames.js';
import { anchorOf, gridForLimit } from '../solvers/evolve/tensor-range.js';
import { passageInSteps } from '../solvers/passage/tensor-passage.js';
import { interruptible } from './interruptible.js';
import type { LoadedProblem } from './load.js';
import type { CommonOptions } from './options.js';
import { print, writeOut } from './output.js';
import { parameterSet } from './parameter-set.js';
import type { PassageRequest } from './passage-document.js';
import { tensorProblem } from './tensor-problem.js';
import { version } from './version.js';

/** First-passage times and probabilities of a problem of one to three parameters; `from` lists the points one after the other. */
export async function tensorPassageDocument(
  loaded: LoadedProblem,
  { from, to, avoid, memory: memoryLimit }: PassageRequest & { readonly memory?: number },
): Promise<TensorPassageDocument> {
  const started = performance.now();
  const { problem, sde, axes, figures, products } = await tensorProblem(loaded);
  const { names } = sde;
  if (from.length === 0 || from.length % names.length !== 0) {
    const expectation = `${names.join(',')} of each start, one after the other`;
    throw new InputError('--from', expectation, `${from.length} numbers`, `As in --from ${names.map(() => 1).join()}.`);
  }
  const points = Array.from({ length: from.length / names.length }, (_, i) =>
    Float64Array.from(from.slice(i * names.length, (i + 1) * names.length)),
  );
  const target = parameterSet(to, names, '--to');
  const other = avoid === undefined ? null : parameterSet(avoid, names, '--avoid');
  const beforeSolving = performance.now();
  // Starts keep some cells between them and the edge.
  const least = axes.map((spec, k) => 1.1 * Math.max(...points.map((point) => Math.abs(point[k] - anchorOf(spec)))));
  const generator = discretise(sde, gridForLimit(sde, axes, least));
  const sets = { target, avoid: other, memoryLimit };
  const { value: passage } = await interruptible('passage', passageInSteps(generator, sets));
  const starts = points.map((point) => {
    const { probability, meanTime, exits } = passage.from(point);
    return {
      from: Object.fromEntries(names.map((name, k) => [name, point[k]])),
      probability,
      logProbability: Math.log(probability),
      meanTime,
      logMeanTime: Math.log(meanTime),
      ...(Object.keys(exits).length > 0 && { exits }),
    };
  });
  const solved = performance.now();
  const cells = (marked: Uint8Array): number => marked.reduce((sum, flag) => sum + flag, 0);
  return {
    command: 'passage',
    version: version(),
    problem,
    result: {
      variables: names,
      to: { text: to, cells: cells(passage.target) },
      ...(avoid !== undefined && { avoid: { text: avoid, cells: cells(passage.avoid) } }),
      starts,
      generator: { ...generator.facts, stencil: generator.stencil },
      ...figures,
    },
    warnings: [...sde.warnings, ...generator.warnings, ...nodeWarnings(generator.grid, products)],
    stats: {
      milliseconds: performance.now() - started,
      solveMilliseconds: solved - beforeSolving,
      cells: generator.grid.size,
    },
  };
}

/** Writes and prints a passage over several parameters as the options ask. */
export async function presentTensorPassage(document: TensorPassageDocument, options: CommonOptions): Promise<void> {
  const plain = inOneVariable(document);
  await writeOut(options, {
    '.json': async () => (await import('../src/io/json-document.js')).toJson(plain),
    '.csv': async () => {
      const { tensorPassageDataset } = await import('../src/io/tensor-tables-dataset.js');
      return (await import('../src/io/csv-table.js')).toCsv(tensorPassageDataset(document));
    },
  });
  const { describeTensorPassage } = await import('../src/view/tensor-tables-text.js');
  await print(plain, options, (_, palette) => describeTensorPassage(document, palette));
}
