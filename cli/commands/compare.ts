import { Command } from 'commander';
import { withProblem, type CommonOptions } from '../options.js';
import { numberOption, type ParticleChoices } from '../particle-options.js';
import { run } from '../run.js';
import { withRunOptions } from './particles.js';

type CompareOptions = CommonOptions & ParticleChoices & { readonly at?: number };

/** `sgdfp compare`: closed form, finite volumes, the SDE's particles and SGD held against each other. */
export function compareCommand(): Command {
  const command = withProblem(new Command('compare'), '.html (report), .json').description(
    'hold the closed form, the finite-volume density, particles of the SDE and SGD itself against each other',
  );
  return withRunOptions(command)
    .option('--step <dt>', 'time step of the SDE', numberOption)
    .option('--sampling <how>', 'batches of SGD: replacement (default), subset or reshuffle')
    .option('--at <t>', 'also hold the density at this time, from `initial`, against a method of lines', numberOption)
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp compare examples/41-sgd-against-its-sde.yaml --particles 20000 --out compare.html',
    )
    .action((file: string, options: CompareOptions) => run(() => compare(file, options)));
}

async function compare(file: string, options: CompareOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, ['.html', '.json']);
  const { withLoadedProblem } = await import('../load.js');
  const { comparisonDocument } = await import('../compare-document.js');
  const document = await withLoadedProblem(file, options.set, (loaded) =>
    comparisonDocument(loaded, options, options.at),
  );
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.html': async () => {
      const { plotlySource } = await import('../plotly-source.js');
      const { comparisonReport } = await import('../../src/view/comparison-report.js');
      return comparisonReport(document, await plotlySource());
    },
  });
  const { describeComparison } = await import('../../src/view/comparison-text.js');
  await print(document, options, describeComparison);
}
