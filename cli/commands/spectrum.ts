import { Command, InvalidArgumentError } from 'commander';
import { numberList, withMemory, withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

interface SpectrumOptions extends CommonOptions {
  readonly count: number;
  readonly temperatures?: readonly number[];
  readonly memory?: number;
}

const FORMATS = ['.html', '.csv', '.npz', '.h5', '.json'];

/** `sgdfp spectrum`: the slowest relaxation rates. */
export function spectrumCommand(): Command {
  const formats = '.html (report), .csv (rates), .npz and .h5 (with eigenfunctions), .json';
  const command = withProblem(new Command('spectrum'), formats)
    .description('the slowest relaxation rates, the gap, and where the spectrum is continuous')
    .option('--count <k>', 'how many rates of each line', count, 6)
    .option(
      '--temperatures <T,...>',
      'also give the gap at these temperatures',
      numberList((text) => new InvalidArgumentError(text)),
    );
  return withMemory(command)
    .addHelpText('after', '\nExample:\n  sgdfp spectrum examples/31-spectrum-of-label-noise.yaml --count 6')
    .action((file: string, options: SpectrumOptions) => run(() => spectrum(file, options)));
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000) {
    throw new InvalidArgumentError(`Expected a whole number from 1 to 1000, got «${text}».`);
  }
  return value;
}

async function spectrum(file: string, options: SpectrumOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, FORMATS);
  const { withLoadedProblem } = await import('../load.js');
  const { overParameters } = await import('../over-parameters.js');
  const withModes = options.out !== undefined && /\.(npz|h5)$/.test(options.out);
  const found = await withLoadedProblem(file, options.set, async (loaded) =>
    (await overParameters(loaded))
      ? {
          tensor: await (
            await import('../tensor-spectrum.js')
          ).tensorSpectrum(loaded, { ...options, modes: withModes }),
        }
      : {
          line: await (
            await import('../spectrum-document.js')
          ).spectrumDocument(loaded, { ...options, modes: withModes }),
        },
  );
  if (found.tensor) return (await import('../tensor-spectrum.js')).presentTensorSpectrum(found.tensor, options);
  const { document, modes } = found.line;
  const dataset = async () => (await import('../../src/io/spectrum-dataset.js')).spectrumDataset(document, modes);
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../../src/io/csv-table.js')).toCsv(await dataset()),
    '.npz': async () => (await import('../../src/io/npz.js')).toNpz(await dataset()),
    '.h5': async () => (await import('../../src/io/hdf5.js')).toHdf5(await dataset()),
    '.html': async () => {
      const { plotlySource } = await import('../plotly-source.js');
      return (await import('../../src/view/spectrum-report.js')).spectrumReport(document, await plotlySource());
    },
  });
  const { describeSpectrum } = await import('../../src/view/spectrum-text.js');
  await print(document, options, describeSpectrum);
}
