import { edgesFrom } from '../io/cell-edges.js';
import type { DensityTable, Numbers } from '../io/document.js';

/** A density over two axes, the others summed over. */
export interface DensityPlane {
  readonly names: readonly [string, string];
  /** Edges of the cells along each axis, one more than cells. */
  readonly edges: readonly [Float64Array, Float64Array];
  /** Probability per cell, the second axis fastest. */
  readonly mass: Float64Array;
}

/** Two axes of a table. */
export type AxisPair = readonly [number, number];

/** All pairs of the axes of a table. */
export function axisPairs({ axes }: DensityTable): AxisPair[] {
  return axes.flatMap((_, k) => axes.slice(k + 1).map((_, l): AxisPair => [k, k + 1 + l]));
}

/** The density over a pair of axes. */
export function planeOf(table: DensityTable, pair: AxisPair): DensityPlane {
  const [first, second] = pair.map((k) => table.axes[k]!) as [DensityTable['axes'][0], DensityTable['axes'][0]];
  const edges = (axis: DensityTable['axes'][0]): Float64Array =>
    'edges' in axis ? Float64Array.from(axis.edges as Numbers) : edgesFrom(axis.centres, axis.widths);
  return {
    names: [first.name, second.name],
    edges: [edges(first), edges(second)],
    mass: sumOver(table, pair, table.mass),
  };
}

/** Sums over the cells that share a place on both axes, the second of the pair fastest. */
export function sumOver({ axes }: DensityTable, [k, l]: AxisPair, values: Numbers): Float64Array {
  const counts = axes.map(({ centres }) => centres.length);
  const stride = (axis: number): number => counts.slice(axis + 1).reduce((product, n) => product * n, 1);
  const [a, b] = [stride(k), stride(l)];
  const sums = new Float64Array(counts[k]! * counts[l]!);
  for (let cell = 0; cell < values.length; cell++) {
    const [i, j] = [Math.floor(cell / a) % counts[k]!, Math.floor(cell / b) % counts[l]!];
    sums[i * counts[l]! + j]! += values[cell]!;
  }
  return sums;
}

/** The same density on at most `most` cells along each axis: neighbours are joined, so that no ridge is lost between cells drawn. */
export function joined(plane: DensityPlane, most: number): DensityPlane {
  const counts = plane.edges.map(({ length }) => length - 1);
  const steps = counts.map((n) => Math.ceil(n / most));
  const edges = plane.edges.map((all, k) => all.filter((_, i) => i % steps[k]! === 0 || i === counts[k]));
  const columns = edges[1]!.length - 1;
  const mass = new Float64Array((edges[0]!.length - 1) * columns);
  plane.mass.forEach((m, cell) => {
    const [i, j] = [Math.floor(cell / counts[1]!), cell % counts[1]!];
    mass[Math.floor(i / steps[0]!) * columns + Math.floor(j / steps[1]!)]! += m;
  });
  return { ...plane, edges: [edges[0]!, edges[1]!], mass };
}

/** log₁₀ of the density on every cell, in the order of `mass`. */
export function decades({ edges: [first, second], mass }: DensityPlane): Float64Array {
  const columns = second.length - 1;
  return mass.map((m, cell) => {
    const [i, j] = [Math.floor(cell / columns), cell % columns];
    return Math.log10(m / ((first[i + 1]! - first[i]!) * (second[j + 1]! - second[j]!)));
  });
}
