import { Command } from 'commander';
import { withProblem, type CommonOptions } from '../options.js';
import { run } from '../run.js';

/** `sgdfp regimes`: where a problem of depth 1 stands in the phase diagram. */
export function regimesCommand(): Command {
  return withProblem(new Command('regimes'), '.json')
    .description('the regime of a two-layer problem between T_c/3, T* and T_c; figures phase-diagram draws them all')
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp regimes examples/60-between-the-transitions.yaml --set sgd.temperature=0.3',
    )
    .action((file: string, options: CommonOptions) => run(() => regimes(file, options)));
}

async function regimes(file: string, options: CommonOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, ['.json']);
  const { withLoadedProblem } = await import('../load.js');
  const { regimesDocument } = await import('../regimes-document.js');
  const document = await withLoadedProblem(file, options.set, regimesDocument);
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
  });
  const { describeRegimes } = await import('../../src/view/regimes-text.js');
  await print(document, options, describeRegimes);
}
