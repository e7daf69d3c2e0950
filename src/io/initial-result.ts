import { cellsOf, type Atom, type Cumulative } from '../data/cumulative.js';
import { InputError } from '../num/input-error.js';
import type { Numbers } from './document.js';

/** The density of one variable that an earlier result holds. */
export interface EarlierDensity {
  readonly variable: string;
  readonly centres: Numbers;
  readonly widths: Numbers;
  /** Edges of the cells, one more than cells; rebuilt from centres and widths where the file has none. */
  readonly edges?: Numbers;
  readonly mass: Numbers;
  /** Probability on points between the cells. */
  readonly atoms: readonly Atom[];
}

const WHERE = 'initial.file';
const CURE = 'Name a result that evolve or stationary wrote with --out.';

/** The last density in the bytes of an earlier result: `.json`, `.npz` or `.h5`. Throws InputError for what holds none. */
export async function earlierDensity(bytes: Uint8Array, extension: string): Promise<EarlierDensity> {
  try {
    if (extension === '.json') return fromDocument(JSON.parse(new TextDecoder().decode(bytes)) as Document);
    if (extension === '.npz') return await fromNpz(bytes);
    if (extension === '.h5') return await fromHdf5(bytes);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      WHERE,
      'a result of this program',
      `${extension} that cannot be read (${(error as Error).message})`,
      CURE,
    );
  }
  throw new InputError(WHERE, 'a file ending in .json, .npz, .h5', extension || 'no ending', CURE);
}

/** The law of an earlier density: even within each cell. Throws InputError for another variable. */
export function lawOf(earlier: EarlierDensity, variable: string, name: string): Cumulative {
  if (earlier.variable !== variable) {
    throw new InputError(WHERE, `a density of ${variable}`, `one of ${earlier.variable}`, CURE);
  }
  const mass = Float64Array.from(earlier.mass, (m) => Math.max(0, m)); // rounding may have left −10⁻¹⁵
  const atoms = earlier.atoms.filter(({ weight }) => weight > 0);
  const total = mass.reduce((a, b) => a + b, 0) + atoms.reduce((sum, { weight }) => sum + weight, 0);
  const edges = Float64Array.from(earlier.edges ?? edgesFrom(earlier));
  const law = cellsOf(
    edges,
    mass.map((m) => m / total),
    `the last density of ${name}`,
  );
  return { ...law, atoms: atoms.map(({ value, weight }) => ({ value, weight: weight / total })) };
}

/** Edges that have the widths and leave every centre in its cell; 0 is the first if it may be. */
function edgesFrom({ centres, widths }: EarlierDensity): Float64Array {
  const sums = new Float64Array(centres.length + 1);
  for (let i = 0; i < centres.length; i++) sums[i + 1] = sums[i] + widths[i];
  let [low, high] = [-Infinity, Infinity];
  for (let i = 0; i < centres.length; i++) {
    low = Math.max(low, centres[i] - sums[i + 1]);
    high = Math.min(high, centres[i] - sums[i]);
  }
  const first = low <= 0 && high >= 0 ? 0 : (low + high) / 2;
  return sums.map((sum) => first + sum);
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

/** The parts of a document that a density is found in. */
interface Document {
  readonly result?: {
    readonly frames?: readonly { readonly density?: Table; readonly components?: readonly Weighed[] }[];
    readonly density?: Table;
    readonly components?: readonly Weighed[];
  };
}

interface Weighed {
  readonly name: string;
  readonly kind?: string;
  readonly weight: number | null;
}

function fromDocument({ result }: Document): EarlierDensity {
  const frame = result?.frames?.[result.frames.length - 1];
  const table = frame?.density ?? result?.density;
  if (table === undefined) throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  if (table.axes.length !== 1)
    throw new InputError(WHERE, 'a density of one variable', `${table.axes.length} variables`, CURE);
  const densities = (result?.components ?? []).filter(({ kind }) => kind === 'density');
  if (frame === undefined && densities.length > 1) {
    throw new InputError(WHERE, 'one component with a density', `${densities.length}, whose weights are open`, CURE);
  }
  const [{ name, centres, widths, edges }] = table.axes;
  return { variable: name, centres, widths, edges, mass: table.mass, atoms: atomsOf(frame?.components ?? []) };
}

/** The points among the components of a frame: `v=0` with its weight. */
function atomsOf(components: readonly Weighed[]): Atom[] {
  return components.flatMap(({ name, weight }) => {
    const at = /^[A-Za-z_]\w*=(.+)$/.exec(name)?.[1];
    return at === undefined || !weight ? [] : [{ value: Number(at), weight }];
  });
}

/** What the array formats hold: coordinate and widths of the axis, lower edges, masses (of all frames, row after row). */
interface Arrays {
  readonly centres: Float64Array;
  readonly widths: Float64Array;
  readonly lower: Float64Array | null;
  readonly mass: Float64Array;
  readonly variable: string;
  readonly document: Document;
}

function lastOf({ centres, widths, lower, mass, variable, document }: Arrays): EarlierDensity {
  const n = centres.length;
  if (n === 0 || mass.length % n !== 0) throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  const frames = document.result?.frames ?? [];
  const edges =
    lower && Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? lower[i] : lower[n - 1] + widths[n - 1]));
  const atoms = atomsOf(frames[frames.length - 1]?.components ?? []);
  return { variable, centres, widths, ...(edges && { edges }), mass: mass.slice(mass.length - n), atoms };
}

async function fromNpz(bytes: Uint8Array): Promise<EarlierDensity> {
  const { unzipSync } = await import('fflate');
  const members = unzipSync(bytes);
  const doubles = (name: string): Float64Array | null =>
    members[`${name}.npy`] ? readDoubles(members[`${name}.npy`]) : null;
  const [centres, widths, mass] = ['centres', 'widths', 'mass'].map(doubles);
  if (!centres || !widths || !mass)
    throw new InputError(WHERE, 'a result with a density of one variable', 'one without', CURE);
  const document = JSON.parse(readText(members['document.npy'])) as Document & { result: { variable?: string } };
  return lastOf({
    centres,
    widths,
    mass,
    lower: doubles('lower_edge'),
    variable: document.result.variable ?? 'v',
    document,
  });
}

/** The data of an .npy file as this program writes it: little-endian doubles. */
function readDoubles(member: Uint8Array): Float64Array {
  const data = body(member);
  return new Float64Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
}

function readText(member: Uint8Array): string {
  const data = body(member);
  const points = new Uint32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  let text = '';
  for (const point of points) if (point !== 0) text += String.fromCodePoint(point);
  return text;
}

/** What follows the header of an .npy file. */
function body(member: Uint8Array): Uint8Array {
  const length = new DataView(member.buffer, member.byteOffset).getUint16(8, true);
  return member.subarray(10 + length);
}

async function fromHdf5(bytes: Uint8Array): Promise<EarlierDensity> {
  const { h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const place = '/earlier.h5';
  FS.writeFile(place, bytes);
  const file = new h5wasm.File(place, 'r');
  try {
    const document = JSON.parse(String(file.attrs['document']?.value)) as Document & { result: { variable?: string } };
    const variable = document.result.variable ?? 'v';
    const doubles = (name: string): Float64Array | null => {
      const dataset = file.get(name) as { value?: ArrayLike<number> } | null;
      return dataset?.value ? Float64Array.from(dataset.value) : null;
    };
    const [centres, widths, mass] = [variable, 'width', 'mass'].map(doubles);
    if (!centres || !widths || !mass)
      throw new InputError(WHERE, 'a result with a density of one variable', 'one without', CURE);
    return lastOf({ centres, widths, mass, lower: doubles('lower_edge'), variable, document });
  } finally {
    file.close();
    FS.unlink(place);
  }
}
