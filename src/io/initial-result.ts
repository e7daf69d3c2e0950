import { cellsOf, type Atom, type Cumulative } from '../data/cumulative.js';
import { InputError } from '../num/input-error.js';
import type { Numbers } from './document.js';
import { WHERE, earlierResult, edgesOf, lastTable } from './earlier-result.js';
import type { EarlierComponent, EarlierDocument, EarlierResult } from './earlier-result.js';

/** The density of one variable that an earlier result holds. */
export interface EarlierDensity {
  readonly variable: string;
  /** Edges of the cells, one more than cells. */
  readonly edges: Float64Array;
  readonly mass: Numbers;
  /** Probability on points between the cells. */
  readonly atoms: readonly Atom[];
}

const CURE = 'Name a result that evolve or stationary wrote with --out.';

/** The last density in the bytes of an earlier result: `.json`, `.npz` or `.h5`. Throws InputError for what holds none. */
export async function earlierDensity(bytes: Uint8Array, extension: string): Promise<EarlierDensity> {
  const unreadable = (ending: string): string => `${ending} that cannot be read`;
  const { document, arrays } = await earlierResult(bytes, extension, { cure: CURE, unreadable });
  return arrays === null ? fromDocument(document) : fromArrays(document, arrays);
}

/** The law of an earlier density: even within each cell. Throws InputError for another variable. */
export function lawOf(earlier: EarlierDensity, variable: string, name: string): Cumulative {
  if (earlier.variable !== variable) {
    throw new InputError(WHERE, `a density of ${variable}`, `one of ${earlier.variable}`, CURE);
  }
  const mass = Float64Array.from(earlier.mass, (m) => Math.max(0, m)); // rounding may have left −10⁻¹⁵
  const atoms = earlier.atoms.filter(({ weight }) => weight > 0);
  const total = mass.reduce((a, b) => a + b, 0) + atoms.reduce((sum, { weight }) => sum + weight, 0);
  const law = cellsOf(
    earlier.edges,
    mass.map((m) => m / total),
    `the last density of ${name}`,
  );
  return { ...law, atoms: atoms.map(({ value, weight }) => ({ value, weight: weight / total })) };
}

function fromDocument(document: EarlierDocument): EarlierDensity {
  const { result } = document;
  const table = lastTable(document);
  if (table === undefined) throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  if (table.axes.length !== 1)
    throw new InputError(WHERE, 'a density of one variable', `${table.axes.length} variables`, CURE);
  const densities = (result?.components ?? []).filter(({ kind }) => kind === 'density');
  if (result?.frames === undefined && densities.length > 1) {
    throw new InputError(WHERE, 'one component with a density', `${densities.length}, whose weights are open`, CURE);
  }
  const [{ name, centres, widths, edges }] = table.axes;
  return {
    variable: name,
    edges: edges ? Float64Array.from(edges) : edgesOf(centres, widths, null),
    mass: table.mass,
    atoms: atomsOf(lastComponents(document)),
  };
}

const lastComponents = ({ result }: EarlierDocument): readonly EarlierComponent[] =>
  result?.frames?.[result.frames.length - 1]?.components ?? [];

/** The points among the components of a frame: `v=0` with its weight. */
function atomsOf(components: readonly EarlierComponent[]): Atom[] {
  return components.flatMap(({ name, weight }) => {
    const at = /^[A-Za-z_]\w*=(.+)$/.exec(name)?.[1];
    return at === undefined || !weight ? [] : [{ value: Number(at), weight }];
  });
}

/** The array formats hold the coordinate and widths of the axis, lower edges, and masses (of all frames, row after row). */
function fromArrays(document: EarlierDocument, arrays: NonNullable<EarlierResult['arrays']>): EarlierDensity {
  const variable = document.result?.variable ?? 'v';
  // An archive calls the coordinate and its widths so that numpy's users find them.
  const [centres, widths] = [arrays('centres') ?? arrays(variable), arrays('widths') ?? arrays('width')];
  const mass = arrays('mass');
  if (!centres || !widths || !mass)
    throw new InputError(WHERE, 'a result with a density of one variable', 'one without', CURE);
  const n = centres.length;
  if (n === 0 || mass.length % n !== 0) throw new InputError(WHERE, 'a result with a density', 'one without', CURE);
  return {
    variable,
    edges: edgesOf(centres, widths, arrays('lower_edge')),
    mass: mass.slice(mass.length - n),
    atoms: atomsOf(lastComponents(document)),
  };
}
