import { Command, InvalidArgumentError } from 'commander';
import { withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

interface SpectrumOptions extends CommonOptions {
  readonly count: number;
}

const FORMATS = ['.html', '.csv', '.npz', '.h5', '.json'];

/** `sgdfp spectrum`: the slowest relaxation rates. */
export function spectrumCommand(): Command {
  return withProblem(new Command('spectrum'), '.html (report), .csv (rates), .npz and .h5 (with eigenfunctions), .json')
    .description('the slowest relaxation rates, the gap, and where the spectrum is continuous')
    .option('--count <k>', 'how many rates of each line', count, 6)
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
  const { spectrumDocument } = await import('../spectrum-document.js');
  const withModes = options.out !== undefined && /\.(npz|h5)$/.test(options.out);
  const { document, modes } = await withLoadedProblem(file, options.set, (loaded) =>
    spectrumDocument(loaded, options.count, withModes),
  );
  const dataset = async () => (await import('../../src/io/spectrum-dataset.js')).spectrumDataset(document, modes);
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../../src/io/csv-table.js')).toCsv(await dataset()),
    '.npz': async () => (await import('../../src/io/npz.js')).toNpz(await dataset()),
    '.h5': async () => (await import('../../src/io/hdf5.js')).toHdf5(await dataset()),
    '.html': async () => (await import('../../src/view/spectrum-report.js')).spectrumReport(document),
  });
  const { describeSpectrum } = await import('../../src/view/spectrum-text.js');
  await print(document, options, describeSpectrum);
}
