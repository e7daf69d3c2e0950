import { InputError } from '../num/input-error.js';
import {
  WHERE,
  earlierResult,
  edgesOf,
  lastTable,
  type EarlierDocument,
  type EarlierResult,
} from './earlier-result.js';

/** The last density over several variables that an earlier result holds. */
export interface EarlierTensor {
  readonly names: readonly string[];
  /** Edges of the cells along each axis, one more than cells. */
  readonly edges: readonly Float64Array[];
  /** Row-major. */
  readonly mass: Float64Array;
}

const CURE = 'Name a result over the same parameters that evolve or stationary wrote with --out (.json, .npz or .h5).';
const UNREADABLE: Readonly<Record<string, string>> = { '.json': 'no JSON', '.npz': 'no archive', '.h5': 'no HDF5' };

/**
 * The last density over the variables `names` in the bytes of an earlier result. Throws InputError for what holds none, for other
 * variables, and for masses that are no probability law.
 */
export async function earlierTensor(
  bytes: Uint8Array,
  extension: string,
  names: readonly string[],
): Promise<EarlierTensor> {
  const unreadable = (ending: string): string => UNREADABLE[ending]!;
  const { document, arrays } = await earlierResult(bytes, extension, { cure: CURE, unreadable });
  return lawful(arrays === null ? fromDocument(document, names) : fromArrays(arrays, names));
}

function fromDocument(document: EarlierDocument, names: readonly string[]): EarlierTensor {
  const table = lastTable(document);
  if (table === undefined) throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  const found = table.axes.map(({ name }) => name);
  if (found.join() !== names.join())
    throw new InputError(WHERE, `a density over ${names.join(', ')}`, `one over ${found.join(', ')}`, CURE);
  const edges = table.axes.map((axis) =>
    axis.edges ? Float64Array.from(axis.edges) : edgesOf(axis.centres, axis.widths, null),
  );
  return { names, edges, mass: Float64Array.from(table.mass) };
}

function fromArrays(arrays: NonNullable<EarlierResult['arrays']>, names: readonly string[]): EarlierTensor {
  const edges = names.map((name) => {
    const prefix = names.length === 1 ? '' : `${name}_`;
    const [centres, widths, lower] = [name, `${prefix}width`, `${prefix}lower_edge`].map(
      // An archive of one variable calls the first two so that numpy's users find them.
      (own, k) => arrays(own) ?? (names.length === 1 && k < 2 ? arrays(['centres', 'widths'][k]!) : null),
    );
    if (!centres || !widths) throw new InputError(WHERE, `a density over ${names.join(', ')}`, `none of ${name}`, CURE);
    return edgesOf(centres, widths, lower ?? null);
  });
  const cells = cellsOf(edges);
  const mass = arrays('mass');
  if (!mass || mass.length === 0 || mass.length % cells !== 0)
    throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  return { names, edges, mass: mass.slice(mass.length - cells) };
}

const cellsOf = (edges: readonly Float64Array[]): number => edges.reduce((product, e) => product * (e.length - 1), 1);

/** Rounding may have left −10⁻¹⁵ in a cell and 10⁻⁹ in the sum; anything more is no law. */
function lawful(tensor: EarlierTensor): EarlierTensor {
  const mass = tensor.mass.map((m) => Math.max(0, m));
  const total = mass.reduce((a, b) => a + b, 0);
  const cells = cellsOf(tensor.edges);
  const wrong = tensor.mass.findIndex((m) => !(m >= -1e-9));
  if (mass.length !== cells || wrong >= 0 || !(Math.abs(total - 1) <= 1e-6)) {
    const got = wrong >= 0 ? `${tensor.mass[wrong]} in cell ${wrong}` : `${mass.length} that sum to ${total}`;
    throw new InputError(WHERE, `masses ≥ 0 of ${cells} cells that sum to 1`, got, CURE);
  }
  return { ...tensor, mass: mass.map((m) => m / total) };
}
