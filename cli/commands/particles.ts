import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { withProblem, type CommonOptions } from '../options.js';
import type { CheckpointFiles } from '../particle-document.js';
import { numberOption, type ParticleChoices } from '../particle-options.js';
import { run } from '../run.js';

type ParticlesOptions = CommonOptions & ParticleChoices & CheckpointFiles;

/** `sgdfp particles`: SGD itself, or its SDE, with many chains. */
export function particlesCommand(): Command {
  const command = withProblem(new Command('particles'), '.csv (histogram), .json')
    .description('run SGD, or its SDE, with many independent chains and report what they show')
    .option(
      '--method <name>',
      'sde (default), euler, milstein, log; sgd, heavy-ball, nesterov, implicit, langevin, gradient-descent',
    )
    .option('--step <dt>', 'time step of an SDE; SGD steps by the learning rate', numberOption)
    .option('--sampling <how>', 'batches of SGD: replacement (default), subset or reshuffle', undefined)
    .option('--momentum <mu>', 'of heavy-ball and nesterov (default 0.9)', numberOption)
    .option(
      '--noise <tau>',
      'temperature of injected noise: langevin (default T), gradient-descent (default 0)',
      numberOption,
    );
  return withRunOptions(command)
    .option('--burn-in <n>', 'steps before the first record (default: 10 relaxation times)', numberOption)
    .option('--thin <n>', 'steps between records (default: one relaxation time)', numberOption)
    .option('--step-study', 'also run an SDE at 2 and 4 times its step: the weak order, and what is left of the error')
    .option('--checkpoint <file>', 'write the chains at the end, or when interrupted')
    .option('--resume <file>', 'go on from a checkpoint, with the options of the first run and more steps')
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp particles examples/40-sgd-with-many-chains.yaml --method sgd --particles 10000 --seed 7',
    )
    .action((file: string, options: ParticlesOptions) => run(() => particles(file, options)));
}

/** Options of every command that runs particles. */
export function withRunOptions(command: Command): Command {
  return command
    .option('--particles <n>', 'number of chains (default 10000)', numberOption)
    .option('--steps <n>', 'steps of every chain (default: 30 relaxation times)', numberOption)
    .option('--time <t>', 'the same as a time, steps × learning rate', numberOption)
    .option('--seed <n>', 'the same seed gives the same bits (default 1)', numberOption)
    .option('--workers <n>', 'threads (default: one per core); they do not change the result', numberOption);
}

async function particles(file: string, options: ParticlesOptions): Promise<void> {
  // Chains live in typed arrays; what else is allocated is litter, and V8 would hold 32 MB for it in every thread.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, ['.csv', '.json']);
  const { withLoadedProblem } = await import('../load.js');
  const { particlesDocument } = await import('../particle-document.js');
  const document = await withLoadedProblem(file, options.set, (loaded) => particlesDocument(loaded, options, options));
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.csv': async () => (await import('../../src/view/particles-text.js')).histogramCsv(document),
  });
  const { describeParticles } = await import('../../src/view/particles-text.js');
  await print(document, options, describeParticles);
  // Every chain lost: there is no result to go on with.
  if (document.result.diverged.share === 1) process.exitCode = 1;
}
