/** What a user says of one axis; which of the numbers are needed depends on the kind. */
export interface AxisSpec {
  readonly kind: 'uniform' | 'log' | 'signed-log' | 'sinh' | 'algebraic';
  readonly cells: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** sinh, algebraic: where cells are smallest. */
  readonly centre?: number | undefined;
  /** sinh, algebraic: distance from the centre over which cells stay about equal. */
  readonly scale?: number | undefined;
  /** uniform only: the ends are one point. */
  readonly periodic?: boolean | undefined;
  /** Whether the lower and the upper end absorb what reaches them; both reflect if left out. */
  readonly absorbing?: readonly [boolean, boolean] | undefined;
  /** Whether the lower and the upper end belong to the problem, so that mass may lie there; else they cut off a range that goes on. */
  readonly walls?: readonly [boolean, boolean] | undefined;
}

/** A kind of axis: checks a spec and maps the lattice coordinate x ∈ [0, 1] to θ. */
export interface AxisMapping {
  /** Reads the spec; throws InputError at `path` where its numbers make no sense for this kind. */
  map(spec: AxisSpec, path: string): (x: number) => number;
}
