/** The ways an axis can place its cells. */
export type AxisKind = 'uniform' | 'log' | 'signed-log' | 'sinh' | 'algebraic';

/**
 * One axis of a grid: n cells on a uniform lattice of a computational coordinate x, mapped to θ.
 * centres[i] = θ(x_i) are the nodes; edges[i] and edges[i+1] bound cell i; widths[i] = edges[i+1] − edges[i].
 */
export interface Axis {
  readonly name: string;
  readonly kind: AxisKind;
  readonly periodic: boolean;
  readonly cells: number;
  readonly centres: Float64Array;
  readonly edges: Float64Array;
  readonly widths: Float64Array;
}
