import { Command, InvalidArgumentError } from 'commander';
import { numberList, withMemory, withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

interface EvolveOptions extends CommonOptions {
  readonly times: readonly number[];
  readonly allowOutside?: boolean;
  readonly memory?: number;
}

const FORMATS = ['.html', '.csv', '.npz', '.h5', '.json'];

/** `sgdfp evolve`: the density at given times from an initial law. */
export function evolveCommand(): Command {
  const command = withProblem(new Command('evolve'), '.html (report), .csv, .npz, .h5, .json')
    .description('the density at given times, from the initial law of the problem')
    .requiredOption('--times <t,...>', 'output times, in units of learning rate × steps', times)
    .option('--allow-outside', 'leave out what part of the initial law lies outside the grid');
  return withMemory(command, 'beyond that products with the matrix take over where they can, or the grid is refused')
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp evolve examples/30-learning-from-a-wide-start.yaml --times 0,1,10 --out report.html',
    )
    .action((file: string, options: EvolveOptions) => run(() => evolve(file, options)));
}

function times(text: string): number[] {
  const list = numberList((message) => new InvalidArgumentError(message))(text);
  const wrong = list.find((t) => !(t >= 0));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`Expected times ≥ 0, got ${wrong}: the initial law stands at time 0.`);
  return list;
}

async function evolve(file: string, options: EvolveOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, FORMATS);
  const { withLoadedProblem } = await import('../load.js');
  const { overParameters } = await import('../over-parameters.js');
  const request = { times: options.times, allowOutside: options.allowOutside ?? false };
  const found = await withLoadedProblem(file, options.set, async (loaded) =>
    (await overParameters(loaded))
      ? { tensor: await (await import('../tensor-evolution.js')).tensorEvolution(loaded, request, options.memory) }
      : { line: await (await import('../evolution-document.js')).evolutionDocument(loaded, request) },
  );
  if (found.tensor) return (await import('../tensor-evolution.js')).presentTensorEvolution(found.tensor, options);
  const document = found.line;
  const dataset = async () => (await import('../../src/io/evolution-dataset.js')).evolutionDataset(document);
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () =>
      (await import('../../src/io/csv-table.js')).toCsv(
        (await import('../../src/io/evolution-dataset.js')).densityDataset(document),
      ),
    '.npz': async () => (await import('../../src/io/npz.js')).toNpz(await dataset()),
    '.h5': async () => (await import('../../src/io/hdf5.js')).toHdf5(await dataset()),
    '.html': async () => {
      const { plotlySource } = await import('../plotly-source.js');
      return (await import('../../src/view/evolution-report.js')).evolutionReport(document, await plotlySource());
    },
  });
  const { describeEvolution } = await import('../../src/view/evolution-text.js');
  await print(document, options, describeEvolution);
}
