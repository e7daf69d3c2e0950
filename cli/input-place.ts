import { InputError } from '../src/num/input-error.js';
import { placeOf, type ProblemText } from '../src/io/problem-text.js';

/** An input error whose message already names its place; the command line prints it and exits with 2. */
export class PlacedError extends Error {}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly overrides: readonly string[];
}

/**
 * Runs `work` and gives any InputError its place: `FILE:LINE:COLUMN message` for what stands in the problem file,
 * `--set KEY: message` for what was overridden. `work` reports the parsed text once there is one.
 */
export async function locating<T>(source: Source, work: (note: (text: ProblemText) => void) => Promise<T>): Promise<T> {
  let parsed: ProblemText | null = null;
  try {
    return await work((text) => (parsed = text));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new PlacedError(placed(error, source, parsed));
  }
}

function placed(error: InputError, { file, text, overrides }: Source, parsed: ProblemText | null): string {
  if (error.path.startsWith('--')) return error.message;
  const override = overrides.find((o) => error.path.startsWith(o.slice(0, o.indexOf('='))));
  if (override !== undefined) return `--set ${override}: ${error.message}`;
  const offset = error.offset ?? 0;
  if (parsed === null) {
    const { line, column } = placeOf(text, offset);
    return `${file}:${line}:${column} ${error.message}`;
  }
  const { line, column } = parsed.locate(error.path, offset < 0 ? 'key' : 'value');
  return `${file}:${line}:${column + Math.max(0, offset)} ${error.message}`;
}
