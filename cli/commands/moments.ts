import { Command } from 'commander';
import type { MomentsDocument } from '../../src/io/document.js';
import { withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';
import { version } from '../version.js';

/** `sgdfp moments`: α, β, Δ, T, T_c and the global minimum. */
export function momentsCommand(): Command {
  return withProblem(new Command('moments'), '.json, .csv, .html')
    .description('noise and landscape parameters of the data: α, β, Δ, T_c and the global minimum')
    .addHelpText('after', '\nExample:\n  sgdfp moments examples/01-learning-under-noise.yaml --set sgd.batchSize=8')
    .action((file: string, options: CommonOptions) => run(() => moments(file, options)));
}

async function moments(file: string, options: CommonOptions): Promise<void> {
  const started = performance.now();
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, ['.json', '.csv', '.html']);
  const { withLoadedProblem } = await import('../load.js');
  const { linearFamily } = await import('../linear-family.js');
  const document = await withLoadedProblem(file, options.set, async (loaded): Promise<MomentsDocument> => {
    const { result, warnings } = await linearFamily(loaded);
    const stats = { milliseconds: performance.now() - started };
    return { command: 'moments', version: version(), problem: loaded.problem, result, warnings, stats };
  });
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => {
      const { momentsDataset } = await import('../../src/io/dataset.js');
      return (await import('../../src/io/csv-table.js')).toCsv(momentsDataset(document));
    },
    '.html': async () => (await import('../../src/view/moments-report.js')).momentsReport(document),
  });
  const { describeMoments } = await import('../../src/view/moments-text.js');
  await print(document, options, describeMoments);
}
