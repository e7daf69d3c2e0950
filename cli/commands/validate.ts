import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CommonOptions } from '../options.js';
import { run } from '../run.js';
import type { ValidateChoices } from '../validate-document.js';

type ValidateOptions = CommonOptions & ValidateChoices;

/** `sgdfp validate`: the studies of the program itself, or whatever can be tried on a problem. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('try the claims of the theory and of this program; with a problem, all that applies to it')
    .addArgument(new Argument('[problem]', 'problem file (YAML or JSON), or - for standard input'))
    .addOption(new Option('--scale <n>', 'multiply the work: 1 is quick, 8 thorough').argParser(number))
    .addOption(new Option('--only <name,...>', 'only studies whose names contain one of these').argParser(words))
    .addOption(new Option('--workers <n>', 'threads (default: one per core)').argParser(number))
    .addOption(new Option('--json', 'print one JSON document instead of text'))
    .addOption(new Option('--out <file>', 'write the result by extension: .md (report), .json'))
    .addOption(new Option('--force', 'overwrite the output file'))
    .addOption(
      new Option('--set <key=value>', 'override a key of the problem (repeatable)')
        .argParser((value: string, all: readonly string[]) => [...all, value])
        .default([], ''),
    )
    .addHelpText(
      'after',
      '\nExample:\n  sgdfp validate --scale 8\n  sgdfp validate examples/01-learning-under-noise.yaml',
    )
    .action((file: string | undefined, options: ValidateOptions) => run(() => validate(file, options)));
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`Expected a number, got «${text}».`);
  return value;
}

const words = (text: string): string[] => text.split(',').filter((part) => part !== '');

async function validate(file: string | undefined, options: ValidateOptions): Promise<void> {
  const { checkOut, print, writeOut } = await import('../output.js');
  await checkOut(options, file === undefined ? ['.md', '.json'] : ['.json']);
  const { document, results } = await documentOf(file, options);
  await writeOut(options, {
    '.json': async () => (await import('../../src/io/json-document.js')).toJson(document),
    '.md': async () => (await import('../../validation/study-report.js')).studyReport(results, options.scale ?? 1),
  });
  const { describeValidation } = await import('../../src/view/validation-text.js');
  await print(document, options, describeValidation);
  if (document.result.failed > 0) process.exitCode = 1;
}

async function documentOf(file: string | undefined, options: ValidateOptions) {
  if (file === undefined) return (await import('../validate-document.js')).validationDocument(options);
  const { withLoadedProblem } = await import('../load.js');
  const { problemValidation } = await import('../validate-problem.js');
  const document = await withLoadedProblem(file, options.set, (loaded) => problemValidation(loaded, options));
  return { document, results: [] };
}
