import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { ResultDocument } from '../src/io/document.js';
import { InputError } from '../src/num/input-error.js';
import type { Palette } from '../src/view/tree-text.js';
import { reason } from './load.js';
import type { CommonOptions } from './options.js';

/** How one command writes each file format, by extension. */
export type Writers = Readonly<Record<string, () => Promise<string | Uint8Array>>>;

/** Checks `--out` before anything is computed: a known extension, a new file (or --force), a folder one may write in. */
export async function checkOut({ out, force }: CommonOptions, extensions: readonly string[]): Promise<void> {
  if (out === undefined) return;
  const extension = extname(out);
  if (!extensions.includes(extension)) {
    throw new InputError('--out', `a file name ending in ${extensions.join(', ')}`, out, 'The ending says the format.');
  }
  const path = resolve(out);
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) throw new InputError('--out', 'a file', `a folder (${out})`, 'Name a file in it.');
  if (there && !force)
    throw new InputError('--out', 'a new file', `one that exists (${out})`, 'Choose another name or add --force.');
  const target = there ? path : dirname(path);
  await access(target, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      '--out',
      'a place one may write in',
      `${reason(error)} (${target})`,
      'Create the folder or choose another.',
    );
  });
}

/** Writes the file that `--out` asks for and says so on standard error. */
export async function writeOut({ out, force }: CommonOptions, writers: Writers): Promise<void> {
  if (out === undefined) return;
  const bytes = await writers[extname(out)]();
  await writeFile(out, bytes, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError('--out', 'a file one may write', `${reason(error)} (${out})`, 'Choose another.');
  });
  process.stderr.write(`wrote ${resolve(out)}\n`);
}

/** Prints the document as JSON or as text for people, in colour on a terminal only. */
export async function print<D extends ResultDocument>(
  document: D,
  { json }: CommonOptions,
  describe: (document: D, palette: Palette) => string,
): Promise<void> {
  const text = json
    ? (await import('../src/io/json-document.js')).toJson(document)
    : describe(document, await palette());
  await new Promise<void>((done) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => done()));
}

async function palette(): Promise<Palette> {
  const { default: colours } = await import('picocolors');
  const { bold, cyan, dim, green, yellow } = colours.createColors(
    process.stdout.isTTY === true && colours.isColorSupported,
  );
  return { strong: bold, name: cyan, dim, good: green, warn: yellow };
}
