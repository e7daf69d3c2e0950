import { InputError } from '../num/input-error.js';
import { edgesFrom } from './cell-edges.js';
import type { Numbers } from './document.js';

/** The key that names an earlier result in a problem file. */
export const WHERE = 'initial.file';

/** A density as a document holds it. */
export interface EarlierTable {
  readonly axes: readonly {
    readonly name: string;
    readonly centres: number[];
    readonly widths: number[];
    readonly edges?: number[];
  }[];
  readonly mass: number[];
}

/** A component as a document holds it. */
export interface EarlierComponent {
  readonly name: string;
  readonly kind?: string;
  readonly weight: number | null;
}

/** The parts of a document that a density is found in. */
export interface EarlierDocument {
  readonly result?: {
    readonly variable?: string;
    readonly frames?: readonly {
      readonly density?: EarlierTable;
      readonly components?: readonly EarlierComponent[];
    }[];
    readonly density?: EarlierTable;
    readonly components?: readonly EarlierComponent[];
  };
}

/** What a file holds: its document, and of the array formats the arrays by name (null where there is none of a name). */
export interface EarlierResult {
  readonly document: EarlierDocument;
  readonly arrays: ((name: string) => Float64Array | null) | null;
}

const READERS: Readonly<Record<string, (bytes: Uint8Array) => EarlierResult | Promise<EarlierResult>>> = {
  '.json': (bytes) => ({ document: parsed(new TextDecoder().decode(bytes)), arrays: null }),
  '.npz': fromNpz,
  '.h5': fromHdf5,
};

/** Words for what a file is not, where it cannot be read as what its ending says. */
export type Unreadable = (extension: string) => string;

/** Reads `.json`, `.npz` or `.h5` as this program writes them. Throws InputError for other endings and for what cannot be read. */
export async function earlierResult(
  bytes: Uint8Array,
  extension: string,
  { cure, unreadable }: { readonly cure: string; readonly unreadable: Unreadable },
): Promise<EarlierResult> {
  const reader = READERS[extension];
  if (!reader) throw new InputError(WHERE, 'a file ending in .json, .npz, .h5', extension || 'no ending', cure);
  try {
    return await reader(bytes);
  } catch (error) {
    const got = `${unreadable(extension)} (${(error as Error).message})`;
    throw new InputError(WHERE, 'a result of this program', got, cure);
  }
}

const parsed = (text: string): EarlierDocument => JSON.parse(text) as EarlierDocument;

/** The density that a document holds last; undefined where it holds none. */
export const lastTable = ({ result }: EarlierDocument): EarlierTable | undefined =>
  result?.frames?.[result.frames.length - 1]?.density ?? result?.density;

/** Edges of the cells of an axis: from the lower ones and the last width where they are known, else rebuilt. */
export function edgesOf(centres: Numbers, widths: Numbers, lower: Numbers | null): Float64Array {
  if (lower === null) return edgesFrom(centres, widths);
  const n = centres.length;
  return Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? lower[i]! : lower[n - 1]! + widths[n - 1]!));
}

async function fromNpz(bytes: Uint8Array): Promise<EarlierResult> {
  const { unzipSync } = await import('fflate');
  const members = unzipSync(bytes);
  // An array follows a header whose length stands at byte 8.
  const data = (name: string): ArrayBuffer | null => {
    const member = members[`${name}.npy`];
    if (!member) return null;
    return member.slice(10 + new DataView(member.buffer, member.byteOffset).getUint16(8, true)).buffer;
  };
  const arrays = (name: string): Float64Array | null => {
    const doubles = data(name);
    return doubles && new Float64Array(doubles);
  };
  const points = new Uint32Array(data('document')!);
  let text = '';
  for (const point of points) if (point !== 0) text += String.fromCodePoint(point);
  return { document: parsed(text), arrays };
}

async function fromHdf5(bytes: Uint8Array): Promise<EarlierResult> {
  // The library prints a trace of its own where it opens anything else.
  if (![0x89, 0x48, 0x44, 0x46].every((byte, i) => bytes[i] === byte)) throw new Error('its signature is missing');
  const { h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const place = '/earlier.h5';
  FS.writeFile(place, bytes);
  const file = new h5wasm.File(place, 'r');
  try {
    const held = new Map<string, Float64Array>();
    for (const name of file.keys()) {
      const { value } = file.get(name) as { value?: unknown };
      if (ArrayBuffer.isView(value)) held.set(name, Float64Array.from(value as unknown as Numbers));
    }
    const document = parsed(String(file.attrs['document']?.value));
    return { document, arrays: (name) => held.get(name) ?? null };
  } finally {
    file.close();
    FS.unlink(place);
  }
}
