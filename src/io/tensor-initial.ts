import { InputError } from '../num/input-error.js';
import type { Numbers } from './document.js';

/** The last density over several variables that an earlier result holds. */
export interface EarlierTensor {
  readonly names: readonly string[];
  /** Edges of the cells along each axis, one more than cells. */
  readonly edges: readonly Float64Array[];
  /** Row-major. */
  readonly mass: Float64Array;
}

const WHERE = 'initial.file';
const CURE = 'Name a result over the same parameters that evolve or stationary wrote with --out (.json, .npz or .h5).';

/** Reads an array of a result by name; null where there is none. */
type Arrays = (name: string) => Numbers | null;

/**
 * The last density over the variables `names` in the bytes of an earlier result. Throws InputError for what holds none, for other
 * variables, and for masses that are no probability law.
 */
export async function earlierTensor(
  bytes: Uint8Array,
  extension: string,
  names: readonly string[],
): Promise<EarlierTensor> {
  if (extension === '.json') return fromJson(bytes, names);
  if (extension === '.npz') return fromArrays(await npzArrays(bytes), names);
  if (extension === '.h5') return withHdf5(bytes, (arrays) => fromArrays(arrays, names));
  throw new InputError(WHERE, 'a file ending in .json, .npz, .h5', extension || 'no ending', CURE);
}

interface Table {
  readonly axes: readonly {
    readonly name: string;
    readonly centres: number[];
    readonly widths: number[];
    readonly edges?: number[];
  }[];
  readonly mass: number[];
}

function fromJson(bytes: Uint8Array, names: readonly string[]): EarlierTensor {
  const { result } = parsed(bytes);
  const table = result?.frames?.[result.frames.length - 1]?.density ?? result?.density;
  if (table === undefined) throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  const found = table.axes.map(({ name }) => name);
  if (found.join() !== names.join()) throw otherVariables(found, names);
  const edges = table.axes.map((axis) => Float64Array.from(axis.edges ?? edgesFrom(axis.centres, axis.widths)));
  return lawful({ names, edges, mass: Float64Array.from(table.mass) });
}

function parsed(bytes: Uint8Array): {
  readonly result?: { readonly frames?: readonly { readonly density?: Table }[]; readonly density?: Table };
} {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as ReturnType<typeof parsed>;
  } catch (error) {
    throw new InputError(WHERE, 'a result of this program', `no JSON (${(error as Error).message})`, CURE);
  }
}

function fromArrays(arrays: Arrays, names: readonly string[]): EarlierTensor {
  const edges = names.map((name) => {
    const [centres, widths, lower] = [name, `${name}_width`, `${name}_lower_edge`].map(arrays);
    if (!centres || !widths) throw new InputError(WHERE, `a density over ${names.join(', ')}`, `none of ${name}`, CURE);
    const n = centres.length;
    return lower
      ? Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? lower[i]! : lower[n - 1]! + widths[n - 1]!))
      : edgesFrom(centres, widths);
  });
  const cells = edges.reduce((product, e) => product * (e.length - 1), 1);
  const mass = arrays('mass');
  if (!mass || mass.length === 0 || mass.length % cells !== 0)
    throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  return lawful({ names, edges, mass: Float64Array.from(mass).slice(mass.length - cells) });
}

function otherVariables(found: readonly string[], names: readonly string[]): InputError {
  return new InputError(WHERE, `a density over ${names.join(', ')}`, `one over ${found.join(', ')}`, CURE);
}

/** Rounding may have left −10⁻¹⁵ in a cell and 10⁻⁹ in the sum; anything more is no law. */
function lawful(tensor: EarlierTensor): EarlierTensor {
  const mass = tensor.mass.map((m) => Math.max(0, m));
  const total = mass.reduce((a, b) => a + b, 0);
  const cells = tensor.edges.reduce((product, e) => product * (e.length - 1), 1);
  const wrong = tensor.mass.findIndex((m) => !(m >= -1e-9));
  if (mass.length !== cells || wrong >= 0 || !(Math.abs(total - 1) <= 1e-6)) {
    const got = wrong >= 0 ? `${tensor.mass[wrong]} in cell ${wrong}` : `${mass.length} that sum to ${total}`;
    throw new InputError(WHERE, `masses ≥ 0 of ${cells} cells that sum to 1`, got, CURE);
  }
  return { ...tensor, mass: mass.map((m) => m / total) };
}

/** Edges from the widths, the first half a width below the first centre. */
function edgesFrom(centres: Numbers, widths: Numbers): Float64Array {
  const edges = new Float64Array(centres.length + 1);
  edges[0] = centres[0]! - widths[0]! / 2;
  for (let i = 0; i < centres.length; i++) edges[i + 1] = edges[i]! + widths[i]!;
  return edges;
}

async function npzArrays(bytes: Uint8Array): Promise<Arrays> {
  const { unzipSync } = await import('fflate');
  const members = await Promise.resolve()
    .then(() => unzipSync(bytes))
    .catch((error: unknown) => {
      throw new InputError(WHERE, 'a result of this program', `no archive (${(error as Error).message})`, CURE);
    });
  return (name) => {
    const member = members[`${name}.npy`];
    if (!member) return null;
    // Little-endian doubles after a header whose length stands at byte 8.
    const start = 10 + new DataView(member.buffer, member.byteOffset).getUint16(8, true);
    return new Float64Array(member.slice(start).buffer);
  };
}

async function withHdf5<T>(bytes: Uint8Array, use: (arrays: Arrays) => T): Promise<T> {
  const { h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const place = '/earlier-tensor.h5';
  FS.writeFile(place, bytes);
  const file = new h5wasm.File(place, 'r');
  try {
    return use((name) => {
      const dataset = file.get(name) as { value?: ArrayLike<number> } | null;
      return dataset?.value ? Float64Array.from(dataset.value) : null;
    });
  } finally {
    file.close();
    FS.unlink(place);
  }
}
