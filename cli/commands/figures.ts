import { Argument, Command, Option } from 'commander';
import { run } from '../run.js';

interface FiguresOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly png: boolean;
}

/** `sgdfp figures`: the figures of the theory, from this program's own runs. */
export function figuresCommand(): Command {
  return new Command('figures')
    .description('draw the figures of the theory as pages (and pictures, where there is a Chromium), with a gallery')
    .addArgument(new Argument('[name]', 'balance, network-balance, densities, phase-diagram or tails; all if left out'))
    .addOption(new Option('--out <folder>', 'folder to write into (default: figures)'))
    .addOption(new Option('--force', 'overwrite files'))
    .addOption(new Option('--no-png', 'take no pictures'))
    .addOption(new Option('--json', 'print one JSON document instead of text'))
    .addHelpText('after', '\nExample:\n  sgdfp figures phase-diagram --out pictures')
    .action((name: string | undefined, options: FiguresOptions) => run(() => figures(name, options)));
}

async function figures(name: string | undefined, { json, out, force, png }: FiguresOptions): Promise<void> {
  const { figuresDocument } = await import('../figures-document.js');
  const choices = { png, ...(out !== undefined && { folder: out }), ...(force !== undefined && { force }) };
  const document = await figuresDocument(name, choices);
  const { print } = await import('../output.js');
  const { describeFigures } = await import('../../src/view/figures-text.js');
  await print(document, { set: [], ...(json !== undefined && { json }) }, describeFigures);
}
