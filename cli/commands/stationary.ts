import { Command, InvalidArgumentError } from 'commander';
import { numberList, withMemory, withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';
import type { StationaryDocument } from '../../src/io/document.js';

interface StationaryOptions extends CommonOptions {
  readonly at?: readonly number[];
  readonly memory?: number;
}

/** `sgdfp stationary`: the steady state, component by component. */
export function stationaryCommand(): Command {
  const command = withProblem(new Command('stationary'), '.html (report), .csv, .npz, .h5, .json')
    .description('the stationary density of each ergodic component, with moments, quantiles and exponents')
    .option(
      '--at <v,...>',
      'also give the log density at these points',
      numberList((text) => new InvalidArgumentError(text)),
    );
  return withMemory(command, 'beyond that an iteration takes over')
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp stationary examples/01-learning-under-noise.yaml --at 0.5,1 --out report.html',
    )
    .action((file: string, options: StationaryOptions) => run(() => stationary(file, options)));
}

async function stationary(file: string, options: StationaryOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, ['.html', '.csv', '.npz', '.h5', '.json']);
  const { withLoadedProblem } = await import('../load.js');
  const { stationaryDocument } = await import('../stationary-document.js');
  const output = await withLoadedProblem(file, options.set, (loaded) =>
    stationaryDocument(loaded, options.at ?? [], options.memory),
  );
  const { document } = output;
  // The tables take any number of axes; a document over several parameters differs in the figures of its components only.
  const dataset = async () =>
    (await import('../../src/io/dataset.js')).stationaryDataset(document as StationaryDocument);
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../../src/io/csv-table.js')).toCsv(await dataset()),
    '.npz': async () => (await import('../../src/io/npz.js')).toNpz(await dataset()),
    '.h5': async () => (await import('../../src/io/hdf5.js')).toHdf5(await dataset()),
    '.html': async () => {
      const { plotlySource } = await import('../plotly-source.js');
      const plotly = await plotlySource();
      if (output.dimension !== 1)
        return (await import('../../src/view/tensor-report.js')).tensorReport(output.document, { plotly });
      const { stationaryReport } = await import('../../src/view/stationary-report.js');
      return stationaryReport(output.document, { plotly, closedForms: output.closedForms });
    },
  });
  if (output.dimension !== 1)
    return print(output.document, options, (await import('../../src/view/tensor-text.js')).describeTensor);
  await print(output.document, options, (await import('../../src/view/expression-text.js')).describeExpression);
}
