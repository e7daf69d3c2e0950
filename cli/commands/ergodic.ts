import { Command } from 'commander';
import { withMemory, withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

interface ErgodicOptions extends CommonOptions {
  readonly memory?: number;
}

const FORMATS = ['.json', '.csv', '.html'];

/** `sgdfp ergodic`: the ergodic components and how much of the initial law ends in each. */
export function ergodicCommand(): Command {
  return withMemory(withProblem(new Command('ergodic'), FORMATS.join(', ')))
    .description('the ergodic components and where the initial law ends: the memory that SGD keeps of its start')
    .addHelpText('after', '\nExample:\n  sgdfp ergodic examples/32-memory-of-the-start.yaml')
    .action((file: string, options: ErgodicOptions) => run(() => ergodic(file, options)));
}

async function ergodic(file: string, options: ErgodicOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, FORMATS);
  const { withLoadedProblem } = await import('../load.js');
  const { overParameters } = await import('../over-parameters.js');
  const found = await withLoadedProblem(file, options.set, async (loaded) =>
    (await overParameters(loaded))
      ? { tensor: await (await import('../tensor-ergodic.js')).tensorErgodic(loaded, options.memory) }
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
