import { Command } from 'commander';
import { withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

const FORMATS = ['.json', '.csv', '.html'];

/** `sgdfp ergodic`: the ergodic components and how much of the initial law ends in each. */
export function ergodicCommand(): Command {
  return withProblem(new Command('ergodic'), FORMATS.join(', '))
    .description('the ergodic components and where the initial law ends: the memory that SGD keeps of its start')
    .addHelpText('after', '\nExample:\n  sgdfp ergodic examples/32-memory-of-the-start.yaml')
    .action((file: string, options: CommonOptions) => run(() => ergodic(file, options)));
}

async function ergodic(file: string, options: CommonOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, FORMATS);
  const { withLoadedProblem } = await import('../load.js');
  const { overParameters } = await import('../over-parameters.js');
  const found = await withLoadedProblem(file, options.set, async (loaded) =>
    overParameters(loaded)
      ? { tensor: await (await import('../tensor-ergodic.js')).tensorErgodic(loaded) }
      : { line: await (await import('../ergodic-document.js')).ergodicDocument(loaded) },
  );
  if (found.tensor) return (await import('../tensor-ergodic.js')).presentTensorErgodic(found.tensor, options);
  const document = found.line;
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => {
      const { ergodicDataset } = await import('../../src/io/passage-dataset.js');
      return (await import('../../src/io/csv-table.js')).toCsv(ergodicDataset(document));
    },
    '.html': async () => (await import('../../src/view/ergodic-report.js')).ergodicReport(document),
  });
  const { describeErgodic } = await import('../../src/view/ergodic-text.js');
  await print(document, options, describeErgodic);
}
