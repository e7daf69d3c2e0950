import { diffusionAt, driftAt, indexAlong, nodeOf, wrapped } from './lattice.js';
import type { Lattice } from './lattice.js';

/** The parts of D_kk and of the drift at the nodes beside a face below which they count as none. */
const NO_NOISE = 1e-15;
const NO_DRIFT = 1e-7;

/** Steps of a golden section: to the distance of two doubles. */
const STEPS = 80;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** By axis and by index along it: 1 where no jump crosses the face above the cells of that index. */
export type ClosedPlanes = readonly Uint8Array[];

/**
 * Planes of faces that no path crosses: between the nodes on both sides D_kk falls to 0 and the drift along axis k with it, as at u = 0 for
 * a loss in u². The SDE stays on its side, so the chain must: two-point fluxes see D at the nodes, or rounding at the zero, and would
 * join what is apart. Null where there is none. Only whole planes count: a curve of such places is not where faces are, and closing the
 * faces that it passes would hold mass off it. Only planes in a valley of D_kk at the nodes are looked at, so that this costs next to
 * nothing elsewhere. `tensors` holds D at the nodes, size × d × d.
 */
export function closedPlanes(lattice: Lattice, tensors: Float64Array): ClosedPlanes | null {
  const { dimension: d, size, axes, strides } = lattice;
  const planes = axes.map(({ centres, periodic }, k) => {
    const n = centres.length;
    const vanishes = alongFace(lattice, k);
    /** D_kk so many cells above the one of index i; infinite beyond an end. */
    const D = (cell: number, i: number, above: number): number => {
      const j = periodic ? (i + above + n) % n : i + above;
      return j < 0 || j >= n ? Infinity : tensors[(cell + (j - i) * strides[k]) * d * d + k * (d + 1)];
    };
    const isClosed = (cell: number, i: number): boolean => {
      const [here, next] = [D(cell, i, 0), D(cell, i, 1)];
      const valley = here > 0 && next > 0 && D(cell, i, -1) > here && D(cell, i, 2) > next;
      return valley && vanishes(cell, Math.max(here, next));
    };
    return Uint8Array.from({ length: n }, (_, i) => {
      if (i === n - 1 && !periodic) return 0;
      for (let block = 0; block < size; block += n * strides[k]) {
        const first = block + i * strides[k];
        for (let cell = first; cell < first + strides[k]; cell++) if (!isClosed(cell, i)) return 0;
      }
      return 1;
    });
  });
  return planes.some((plane) => plane.includes(1)) ? planes : null;
}

/** Tells whether noise and drift along axis k vanish somewhere on the face above a cell. */
function alongFace(lattice: Lattice, k: number): (cell: number, D: number) => boolean {
  const d = lattice.dimension;
  const { centres, edges } = lattice.axes[k];
  const last = centres.length - 1;
  const [point, a, tensor] = [new Float64Array(d), new Float64Array(d), new Float64Array(d * d)];
  const noise = (x: number): number => {
    point[k] = wrapped(lattice, k, x);
    diffusionAt(lattice, point, tensor);
    return tensor[k * (d + 1)];
  };
  const drift = (x: number): number => {
    point[k] = wrapped(lattice, k, x);
    driftAt(lattice, point, a);
    return Math.abs(a[k]);
  };
  return (cell, D) => {
    nodeOf(lattice, cell, point);
    const i = indexAlong(lattice, cell, k);
    const ends = [centres[i], i < last ? centres[i + 1] : edges[last + 1] + centres[0] - edges[0]];
    const least = leastOf(noise, ends[0], ends[1]);
    return noise(least) <= NO_NOISE * D && drift(least) <= NO_DRIFT * Math.max(drift(ends[0]), drift(ends[1]));
  };
}

/** Where a function with one minimum between two places is least. */
function leastOf(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = f(right);
    }
  }
  return atLeft < atRight ? left : right;
}

/** Whether the jump by `offset` (one integer per axis, taken from position `at`) crosses a closed plane. */
export function isBarred(
  lattice: Lattice,
  closed: ClosedPlanes,
  cell: number,
  { offset, at }: { readonly offset: Int32Array; readonly at: number },
): boolean {
  return closed.some((plane, k) => {
    const step = offset[at + k];
    const n = plane.length;
    const from = indexAlong(lattice, cell, k);
    for (let face = Math.min(from, from + step); face < Math.max(from, from + step); face++) {
      if (plane[lattice.axes[k].periodic ? ((face % n) + n) % n : face] === 1) return true;
    }
    return false;
  });
}
