/** Numbers in order; a typed array or a plain one. */
export type Numbers = ArrayLike<number>;

/**
 * What every command returns and prints with `--json`: one plain object. Inside the program numbers may be infinite or NaN;
 * `toJson` writes those as null and says so in `warnings`.
 */
export interface ResultDocument<Result = unknown> {
  readonly command: string;
  /** Version of the package that computed the result. */
  readonly version: string;
  /** The problem in its full form, defaults filled in. */
  readonly problem: object;
  readonly result: Result;
  readonly warnings: readonly string[];
  /** Figures about the run: `milliseconds`, `cells`, … */
  readonly stats: Readonly<Record<string, number>>;
}

/** Noise and landscape parameters of a data law, as in the glossary: α = (Var[x²], Cov[x², xy], Var[xy]), β = (E[x²], E[xy]). */
export interface MomentsResult {
  readonly alpha: readonly [number, number, number];
  readonly beta: readonly [number, number];
  /** Δ = α₁α₃ − α₂². */
  readonly delta: number;
  /** T = η/S. */
  readonly temperature: number;
  /** T_c, or null where the model has none. */
  readonly criticalTemperature: number | null;
  /** The v that minimises the expected loss. */
  readonly globalMinimum: number;
}

/** The probabilities of the five quantiles that every component reports. */
export const QUANTILES = ['0.05', '0.25', '0.5', '0.75', '0.95'] as const;

/** A density on a tensor grid, row-major, the last axis fastest. */
export interface DensityTable {
  readonly axes: readonly { readonly name: string; readonly centres: Numbers; readonly widths: Numbers }[];
  /** Probability per cell; sums to 1. */
  readonly mass: Numbers;
  /** Natural logarithm of the density (mass per unit of volume) at the centres. */
  readonly logDensity: Numbers;
}

/** One ergodic component of the stationary law: a density on its support, or a point mass. */
export interface Component {
  /** `v>0`, `v<0`, `v=0`; `class-1` where the whole line is one component. */
  readonly name: string;
  readonly kind: 'density' | 'point';
  /** Lower and upper end; may be infinite. */
  readonly support: readonly [number, number];
  /** Probability of the component; null where it depends on the initial density. */
  readonly weight: number | null;
  readonly mean: number;
  readonly variance: number;
  readonly mode: number;
  readonly quantiles: Readonly<Record<(typeof QUANTILES)[number], number>>;
  /** e in p ~ |v − end|^e at the finite end of the support, where p is a power there. */
  readonly originExponent?: number;
  /** e in p ~ |v|^e at infinity, where p is a power there. */
  readonly tailExponent?: number;
  /** Whether ∫p is finite. A component with an equation but no finite integral is a point mass. */
  readonly normalisable: boolean;
  /** Feller's class of each end of the support: regular, exit, entrance or natural. */
  readonly boundary?: { readonly lower: string; readonly upper: string };
  /** Why a point mass is one, in words: `p ~ |v|^−3.5 at 0 is not integrable`. */
  readonly reason?: string;
  readonly density?: DensityTable;
}

/** Result of `stationary`. */
export interface StationaryResult {
  readonly components: readonly Component[];
  /**
   * The densities on one grid, unless the components carry their own. Over one axis each component has the cells inside
   * its support and its masses sum to 1; cells of no density have mass 0 and logDensity −∞.
   */
  readonly density?: DensityTable;
  readonly closedForm?: ClosedFormMatch;
  readonly moments?: MomentsResult;
  /** Natural logarithm of the normalised density of the component that holds v, at the v asked for. */
  readonly at?: readonly { readonly v: number; readonly logDensity: number }[];
}

/** How far the computed density is from a closed form. */
export interface ClosedFormMatch {
  readonly name: string;
  readonly reference: string;
  /** max over the grid of |ln p − ln p_closed|. */
  readonly maxLogError: number;
}

/** What `stationary` returns. */
export type StationaryDocument = ResultDocument<StationaryResult> & { readonly command: 'stationary' };
/** What `moments` returns. */
export type MomentsDocument = ResultDocument<MomentsResult> & { readonly command: 'moments' };

/** The density of one component. */
export interface ComponentDensity {
  readonly component: Component;
  readonly density: DensityTable;
  /** Place of its first cell in the grid that it comes from. */
  readonly start: number;
}

/** Every density of a stationary result with the component it belongs to, in the order of the components. */
export function componentDensities(result: StationaryResult): readonly ComponentDensity[] {
  return result.components.flatMap((component) => {
    if (component.kind !== 'density') return [];
    const whole = component.density && { density: component.density, start: 0 };
    const part = whole ?? (result.density && inside(result.density, component.support));
    return part && part.density.mass.length > 0 ? [{ component, ...part }] : [];
  });
}

/** Number of cells on which densities are given. */
export function cellCount({ density, components }: StationaryResult): number {
  if (density) return density.mass.length;
  return components.reduce((sum, component) => sum + (component.density?.mass.length ?? 0), 0);
}

/** The cells of a density on one axis whose centres lie in the support; a density on several axes as it is. */
function inside(density: DensityTable, [lower, upper]: readonly [number, number]): Omit<ComponentDensity, 'component'> {
  const [axis, ...others] = density.axes;
  if (!axis || others.length > 0) return { density, start: 0 };
  const centres = Array.from(axis.centres);
  const start = centres.filter((v) => v < lower).length;
  const end = centres.filter((v) => v <= upper).length;
  if (end - start === centres.length) return { density, start: 0 };
  const cut = (values: Numbers): Float64Array => Float64Array.from(values).subarray(start, end);
  const axes = [{ name: axis.name, centres: cut(axis.centres), widths: cut(axis.widths) }];
  return { density: { axes, mass: cut(density.mass), logDensity: cut(density.logDensity) }, start };
}
