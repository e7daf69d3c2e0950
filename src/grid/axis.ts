import { InputError } from '../num/input-error.js';
import { algebraic } from './axes/algebraic.js';
import { log } from './axes/log.js';
import { signedLog } from './axes/signed-log.js';
import { sinh } from './axes/sinh.js';
import { uniform } from './axes/uniform.js';
import type { AxisMapping, AxisSpec } from './axis-spec.js';

/** Every kind of axis by name; adding one is a file in axes/ and a line here. */
export const AXIS_KINDS: Readonly<Record<AxisSpec['kind'], AxisMapping>> = {
  uniform,
  log,
  'signed-log': signedLog,
  sinh,
  algebraic,
};

/**
 * One axis of a grid: n cells on a uniform lattice of x, mapped to θ. centres[i] = θ(x_i) are the nodes (length n);
 * edges (length n + 1) bound the cells, ±Infinity allowed at the ends; widths[i] = edges[i+1] − edges[i].
 */
export interface Axis {
  readonly name: string;
  readonly kind: AxisSpec['kind'] | 'auto';
  readonly periodic: boolean;
  /** Whether the lower and the upper end absorb; both reflect where nothing is said, and a periodic axis has none. */
  readonly absorbing?: readonly [boolean, boolean];
  /** Whether the lower and the upper end belong to the problem; else they cut off a range that goes on. */
  readonly walls?: readonly [boolean, boolean];
  readonly cells: number;
  readonly centres: Float64Array;
  readonly edges: Float64Array;
  readonly widths: Float64Array;
}

/** Builds an axis from its spec. Throws InputError with path `grid.<name>`. */
export function axis(name: string, spec: AxisSpec): Axis {
  const path = `grid.${name}`;
  if (!(Number.isInteger(spec.cells) && spec.cells >= 2)) {
    throw new InputError(`${path}.cells`, 'a whole number of at least 2', String(spec.cells), 'Use for example 2000.');
  }
  if (spec.periodic && spec.kind !== 'uniform') {
    throw new InputError(
      `${path}.periodic`,
      'periodic on a uniform axis only',
      `kind ${spec.kind}`,
      'Use kind: uniform.',
    );
  }
  const { periodic = false, absorbing, walls } = spec;
  const mapped = axisFromMap(name, spec.kind, spec.cells, AXIS_KINDS[spec.kind].map(spec, path), periodic);
  const built = walls ? { ...mapped, walls } : mapped;
  if (!absorbing?.includes(true)) return built;
  checkAbsorbing(built, absorbing, path);
  return { ...built, absorbing };
}

/** Ends that absorb must be there, and at a finite place. */
function checkAbsorbing({ periodic, edges, cells }: Axis, absorbing: readonly boolean[], path: string): void {
  const open = absorbing.some((absorbs, end) => absorbs && !Number.isFinite(edges[end === 0 ? 0 : cells]));
  if (!periodic && !open) return;
  const got = periodic ? 'a periodic axis' : 'an axis without end';
  throw new InputError(`${path}.absorbing`, 'finite ends to absorb at', got, 'Use kind: uniform with from and to.');
}

/** An axis from any increasing map of the lattice coordinate x ∈ [0, 1]. */
export function axisFromMap(
  name: string,
  kind: Axis['kind'],
  cells: number,
  value: (x: number) => number,
  periodic = false,
): Axis {
  const centres = new Float64Array(cells);
  const edges = new Float64Array(cells + 1);
  for (let i = 0; i < cells; i++) centres[i] = value((i + 0.5) / cells);
  for (let i = 0; i <= cells; i++) edges[i] = value(i / cells);
  const widths = centres.map((_, i) => edges[i + 1] - edges[i]);
  return { name, kind, periodic, cells, centres, edges, widths };
}
