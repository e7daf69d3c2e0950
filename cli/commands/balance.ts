import { Command, InvalidArgumentError } from 'commander';
import type { BalanceChoices } from '../balance-choices.js';
import { numberList, withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

type BalanceOptions = CommonOptions & BalanceChoices;

/** `sgdfp balance`: the noise-balanced manifold, the balanced points of orbits or neurons, and the law of balance along runs. */
export function balanceCommand(): Command {
  const numbers = numberList((text) => new InvalidArgumentError(text));
  const number = (text: string): number => {
    const values = numbers(text);
    if (values.length > 1) throw new InvalidArgumentError(`Expected one number, got «${text}».`);
    return values[0];
  };
  const append = (text: string, all: readonly (readonly number[])[] = []) => [...all, numbers(text)];
  return withProblem(new Command('balance'), '.html (report), .csv, .npz, .h5, .json')
    .description('where the gradient noise of parameters that can be rescaled against each other is balanced')
    .option('--from <θ,...>', 'balance the orbit through this point (repeatable)', append)
    .option('--orbits <n>', 'how many orbits to balance, from `initial` or spread over the window (default 16)', number)
    .option(
      '--window <lo,hi>',
      'window of the manifold, lo,hi or lo,hi,lo,hi (default: until it holds a point of least loss)',
      numbers,
    )
    .option('--until <t>', 'also run gradient flow, SGD and isotropic noise up to this time', number)
    .option('--train <steps>', 'train a network by SGD first', number)
    .option('--samples <n>', 'samples that stand for an analytic law in a network (default 1000)', number)
    .option('--seed <n>', 'seed of starts, samples and runs (default 1)', number)
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp balance examples/20-balance-of-two-parameters.yaml --from 2,0.3 --until 60 --out balance.html',
    )
    .action((file: string, options: BalanceOptions) => run(() => balance(file, options)));
}

async function balance(file: string, options: BalanceOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, ['.html', '.csv', '.npz', '.h5', '.json']);
  const { withLoadedProblem } = await import('../load.js');
  const { balanceDocument } = await import('../balance-document.js');
  const { from, orbits, window, until, train, samples, seed } = options;
  const document = await withLoadedProblem(file, options.set, (loaded) =>
    balanceDocument(loaded, { from, orbits, window, until, train, samples, seed }),
  );
  const dataset = async (manifold: boolean) =>
    (await import('../../src/io/balance-document.js')).balanceDataset(document, { manifold });
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../../src/io/csv-table.js')).toCsv(await dataset(false)),
    '.npz': async () => (await import('../../src/io/npz.js')).toNpz(await dataset(true)),
    '.h5': async () => (await import('../../src/io/hdf5.js')).toHdf5(await dataset(true)),
    '.html': async () => {
      const { plotlySource } = await import('../plotly-source.js');
      const { balanceReport } = await import('../../src/view/balance-report.js');
      return balanceReport(document, { plotly: await plotlySource() });
    },
  });
  const { describeBalance } = await import('../../src/view/balance-text.js');
  await print(document, options, describeBalance);
  // No orbit has a balanced point: the text says why for each.
  if (document.result.points.length === 0) process.exitCode = 1;
}
