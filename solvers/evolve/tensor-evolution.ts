import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import { eliminate } from '../linear/elimination.js';
import { planGenerator } from '../linear/generator-plan.js';
import { krylovEvolve, krylovShift } from '../linear/shift-invert-krylov.js';
import type { Solution } from '../solution.js';
import { largestExit, productsFor, uniformise } from './tensor-uniformisation.js';

/** The two ways to take exp(tA) on a tensor grid. */
export type TensorMethod = 'uniformisation' | 'krylov';

/** Options of `evolveOnGrid`. */
export interface TensorEvolveOptions {
  /** Largest estimated error of a frame relative to it, Euclidean norm, where it is projected; 10⁻¹². */
  readonly tolerance?: number;
  /** Bytes that a factorisation and the vectors beside it may take; 4 GiB. */
  readonly memoryLimit?: number;
  /** The cheaper one by default. */
  readonly method?: TensorMethod;
  /** The masses as t → ∞, if known: then they are met to rounding. */
  readonly limit?: Float64Array;
}

/** Masses at ascending times with the checks of the run. */
export interface TensorRun {
  readonly masses: readonly Float64Array[];
  readonly method: TensorMethod;
  /** Largest |Σ mass − Σ initial mass| of a frame, before any repair. */
  readonly massError: number;
  /** Smallest mass of a cell in the frames as they are given. */
  readonly smallestMass: number;
  /** Largest sum of masses below 0 that was set to 0 in a frame: rounding of a projection. Uniformisation leaves none. */
  readonly repaired: number;
  /** Largest estimated relative error of a frame in time. */
  readonly errorEstimate: number;
  /** Products with the matrix, or solves with it. */
  readonly work: number;
}

const GIB = 2 ** 30;
/** Vectors that a Krylov space may grow to. */
const DIMENSIONS = 160;
/** Seconds, roughly, per entry of a product, per multiplication of a factorisation and per number of both factors in a solve. */
const COST = { product: 4e-9, factorise: 8e-10, solve: 9e-10, orthogonalise: 6e-10 } as const;
/** Solves that a projection is taken to need. */
const USUAL_SOLVES = 60;
/** Seconds of products that are taken rather than a projection of more than USUAL_SOLVES. */
const PATIENCE = 20;
/** Products from which uniformisation is not tried. */
const MOST_PRODUCTS = 2e6;

/**
 * exp(tA) m at ascending times ≥ 0 for a generator on any grid, by the cheaper of two methods: uniformisation, whose every term is
 * ≥ 0, or where the grid is too stiff for that a shift-and-invert Krylov space of one elimination. A Krylov frame has errors of
 * either sign at the tolerance; what falls below 0 is set to 0, the rest scaled, and both are told.
 * Throws InputError where neither method is possible within the memory limit.
 */
export function evolveOnGrid(
  generator: Generator,
  mass: Float64Array,
  times: readonly number[],
  options: TensorEvolveOptions = {},
): Solution<TensorRun> {
  const last = Math.max(0, ...times);
  const products = productsFor(largestExit(generator.rates), last);
  const method = options.method ?? choose(generator, products, options.memoryLimit ?? 4 * GIB);
  // Where products are an alternative at all, a projection that drags on is given up for them.
  const affordable = options.method === undefined && products * generator.rates.value.length * COST.product < PATIENCE;
  const projected = method === 'krylov' ? byKrylov(generator, mass, times, { ...options, affordable, depth: 0 }) : null;
  const run = projected ?? byUniformisation(generator, mass, times);
  const way = run.method === 'uniformisation' ? 'uniformisation' : 'shift-and-invert Krylov projection';
  return {
    value: run,
    outcome: 'converged',
    message: `${times.length} frames by ${way}, ${run.work} ${run.method === 'uniformisation' ? 'products' : 'solves'}.`,
    stats: { work: run.work, errorEstimate: run.errorEstimate, repaired: run.repaired },
  };
}

function choose(generator: Generator, products: number, memoryLimit: number): TensorMethod {
  const { rows, value } = generator.rates;
  const direct = products * value.length * COST.product;
  // Planning an elimination takes a while itself.
  if (direct < 0.05) return 'uniformisation';
  const { bytes, flops } = planGenerator(generator, { killing: 1, keepUpper: true }).cost;
  const vectors = 8 * rows * DIMENSIONS;
  const fits = bytes + vectors <= memoryLimit;
  if (!fits && products > MOST_PRODUCTS) {
    const gib = (n: number): string => `${(n / GIB).toPrecision(3)} GiB`;
    throw new InputError('grid', `a grid within ${gib(memoryLimit)}`, gib(bytes + vectors), 'Use fewer cells.');
  }
  const solves = USUAL_SOLVES * ((bytes / 8) * COST.solve + USUAL_SOLVES * rows * 2 * COST.orthogonalise);
  return fits && flops * COST.factorise + solves < direct ? 'krylov' : 'uniformisation';
}

function byUniformisation(generator: Generator, mass: Float64Array, times: readonly number[]): TensorRun {
  const total = compensatedSum(mass);
  const { masses, products } = uniformise(generator.rates, mass, times);
  return {
    masses,
    method: 'uniformisation',
    massError: Math.max(0, ...masses.map((m) => Math.abs(compensatedSum(m) - total))),
    smallestMass: smallest(masses),
    repaired: 0,
    errorEstimate: 2.3e-16 * products,
    work: products,
  };
}

/**
 * Projection; where the space does not suffice for all times at once, for the first half of them and then for the others, or null
 * where another method is `affordable`.
 */
function byKrylov(
  generator: Generator,
  mass: Float64Array,
  times: readonly number[],
  options: TensorEvolveOptions & { readonly affordable: boolean; readonly depth: number },
): TensorRun | null {
  const { tolerance = 1e-12, limit, affordable, depth } = options;
  const dimensionLimit = affordable ? USUAL_SOLVES : DIMENSIONS;
  const shift = krylovShift(times);
  const elimination = eliminate(planGenerator(generator, { killing: shift, keepUpper: true }));
  const problem = { mass, times, shift, ...(limit && { limit }) };
  const { value, outcome, stats } = krylovEvolve(elimination, problem, { tolerance, dimensionLimit });
  const done: TensorRun = {
    masses: value.map((frame) => frame.mass),
    method: 'krylov',
    massError: stats.massError,
    smallestMass: smallest(value.map((frame) => frame.mass)),
    repaired: stats.repaired,
    errorEstimate: stats.errorEstimate,
    work: stats.solves,
  };
  if (outcome === 'converged') return done;
  if (affordable) return null;
  if (depth === MOST_HALVINGS) return done;
  const middle = times.length > 1 ? times[(times.length >> 1) - 1] : times[0] / 2;
  const early = times.filter((t) => t <= middle);
  const deeper = { ...options, depth: depth + 1 };
  const first = byKrylov(generator, mass, early.length > 0 ? early : [middle], deeper)!;
  const late = times.slice(early.length).map((t) => t - middle);
  const second = byKrylov(generator, first.masses[first.masses.length - 1], late, deeper)!;
  const masses = [...(early.length > 0 ? first.masses : []), ...second.masses];
  return {
    masses,
    method: 'krylov',
    massError: first.massError + second.massError,
    smallestMass: smallest(masses),
    repaired: first.repaired + second.repaired,
    errorEstimate: first.errorEstimate + second.errorEstimate,
    work: done.work + first.work + second.work,
  };
}

/** How often the times may be split. */
const MOST_HALVINGS = 5;

function smallest(masses: readonly Float64Array[]): number {
  let least = Infinity;
  for (const mass of masses) for (let i = 0; i < mass.length; i++) if (!(mass[i] >= least)) least = mass[i];
  return least;
}
