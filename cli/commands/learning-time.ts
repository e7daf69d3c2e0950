import { Command, InvalidArgumentError } from 'commander';
import { numberList, withProblem, type CommonOptions } from '../options.js';
import type { LearningRequest } from '../learning-document.js';
import { run } from '../run.js';

type LearningOptions = CommonOptions & {
  readonly imbalances?: number[];
  readonly temperatures?: number[];
  readonly learned?: number;
};

const FORMATS = ['.html', '.svg', '.md', '.csv', '.json'];

/** `sgdfp learning-time`: how long until the model has the right sign, and until it has learned. */
export function learningTimeCommand(): Command {
  const numbers = numberList((text) => new InvalidArgumentError(text));
  return withProblem(new Command('learning-time'), '.html (report), .svg (figure), .md, .csv, .json')
    .description('first times at which v > 0 and at which v is learned, off the balanced manifold (depth 1)')
    .option(
      '--imbalances <a,...>',
      'start from the wrong sign with these a₀ = ¼Σ(u + w)², not from the initial law',
      numbers,
    )
    .option('--temperatures <T,...>', 'temperatures in place of that of the problem', numbers)
    .option('--learned <v>', 'the v that counts as learned (default: half of the minimum)', (text) => numbers(text)[0])
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp learning-time examples/35-learning-time.yaml --imbalances 1e-2,1e-4 --temperatures 0.05,0.1 --out times.html',
    )
    .action((file: string, options: LearningOptions) => run(() => learningTime(file, options)));
}

async function learningTime(file: string, options: LearningOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, FORMATS);
  const { withLoadedProblem } = await import('../load.js');
  const { learningDocument } = await import('../learning-document.js');
  const document = await withLoadedProblem(file, options.set, (loaded) => learningDocument(loaded, options));
  const report = () => import('../../src/view/learning-report.js');
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => {
      const { learningDataset } = await import('../../src/io/learning-document.js');
      return (await import('../../src/io/csv-table.js')).toCsv(learningDataset(document));
    },
    '.md': async () =>
      (await import('../../src/view/learning-text.js')).learningMarkdown(document, commandText(file, options)),
    '.svg': async () => {
      const { figureSvg } = await import('../../src/view/figure-svg.js');
      return figureSvg((await report()).learningFigures(document));
    },
    '.html': async () => {
      const { plotlySource } = await import('../plotly-source.js');
      return (await report()).learningReport(document, await plotlySource());
    },
  });
  const { describeLearning } = await import('../../src/view/learning-text.js');
  await print(document, options, describeLearning);
}

/** The command line that the table is made with. */
function commandText(
  file: string,
  { imbalances, temperatures, learned, set, out }: LearningOptions & LearningRequest,
): string {
  const list = (name: string, values?: readonly number[]) => (values ? ` --${name} ${values.join(',')}` : '');
  const rest = `${learned === undefined ? '' : ` --learned ${learned}`}${set.map((s) => ` --set ${s}`).join('')}`;
  return `sgdfp learning-time ${file}${list('imbalances', imbalances)}${list('temperatures', temperatures)}${rest} --out ${out}`;
}
