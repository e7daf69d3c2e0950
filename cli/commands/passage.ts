import { Command, InvalidArgumentError } from 'commander';
import { numberList, withMemory, withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

interface PassageOptions extends CommonOptions {
  readonly from: readonly number[];
  readonly to: string;
  readonly avoid?: string;
  readonly memory?: number;
}

const FORMATS = ['.json', '.csv'];

/** `sgdfp passage`: how likely and how soon a set of values is entered. */
export function passageCommand(): Command {
  const command = withProblem(new Command('passage'), FORMATS.join(', '))
    .description('first-passage times into a set of values, and the chance to enter it (before another one)')
    .requiredOption(
      '--from <v,...>',
      'starting values; over several parameters the coordinates of each point, one after the other',
      numberList((text) => new InvalidArgumentError(text)),
    )
    .requiredOption('--to <set>', "the set to enter: 'v>1', '0.9<v<1.1', or over several parameters 'u*w>0.5 and u>0'")
    .option('--avoid <set>', 'another set that ends the path');
  return withMemory(command)
    .addHelpText(
      'after',
      "\nExample:\n  sgdfp passage examples/01-learning-under-noise.yaml --from 0.1,0.5 --to 'v>1' --avoid 'v<0.01'",
    )
    .action((file: string, options: PassageOptions) => run(() => passage(file, options)));
}

async function passage(file: string, options: PassageOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, FORMATS);
  const { withLoadedProblem } = await import('../load.js');
  const { overParameters } = await import('../over-parameters.js');
  const found = await withLoadedProblem(file, options.set, async (loaded) =>
    (await overParameters(loaded))
      ? { tensor: await (await import('../tensor-passage.js')).tensorPassageDocument(loaded, options) }
      : { line: await (await import('../passage-document.js')).passageDocument(loaded, options) },
  );
  if (found.tensor) return (await import('../tensor-passage.js')).presentTensorPassage(found.tensor, options);
  const document = found.line;
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => {
      const { passageDataset } = await import('../../src/io/passage-dataset.js');
      return (await import('../../src/io/csv-table.js')).toCsv(passageDataset(document));
    },
  });
  const { describePassage } = await import('../../src/view/passage-text.js');
  await print(document, options, describePassage);
}
