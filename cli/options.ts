import { Argument, InvalidArgumentError, Option, type Command } from 'commander';

/** Options that every command with a problem file takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly set: readonly string[];
}

const repeat = (value: string, all: readonly string[]): string[] => [...all, value];

/** Adds the problem file and the common options to a command. */
export function withProblem(command: Command, formats: string): Command {
  return command
    .addArgument(new Argument('<problem>', 'problem file (YAML or JSON), or - for standard input'))
    .addOption(new Option('--json', 'print one JSON document instead of text'))
    .addOption(new Option('--out <file>', `write the result by extension: ${formats}`))
    .addOption(new Option('--force', 'overwrite the output file'))
    .addOption(
      new Option('--set <key=value>', 'override a key, as in --set sgd.batchSize=8 (repeatable)')
        .argParser(repeat)
        .default([], ''),
    );
}

/** Adds `--memory`, which is in bytes once read: what an elimination over several parameters may take, and what happens beyond. */
export function withMemory(command: Command, beyond = 'a grid that takes more is refused'): Command {
  const does = `over several parameters: what an elimination may take (default 4); ${beyond}`;
  return command.addOption(new Option('--memory <GiB>', does).argParser(gibibytesOption));
}

/** `--memory 0.5` in bytes. */
function gibibytesOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < Infinity))
    throw new InvalidArgumentError(`Expected a positive number of GiB, got «${text}».`);
  return value * 2 ** 30;
}

/** `--at 0.1,0.5,1` as numbers; the option's own error message goes through commander. */
export function numberList(invalid: (message: string) => Error): (text: string) => number[] {
  return (text) =>
    text.split(',').map((part) => {
      const value = Number(part);
      if (part.trim() === '' || !Number.isFinite(value))
        throw invalid(`Expected numbers separated by commas, got «${part}».`);
      return value;
    });
}
