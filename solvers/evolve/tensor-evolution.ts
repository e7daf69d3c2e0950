import type { Generator } from '../../src/fv/generator.js';
import { compensatedSum } from '../../src/num/sum.js';
import { eliminationInSteps } from '../linear/elimination.js';
import type { EliminationPlan } from '../linear/elimination-plan.js';
import { planGenerator } from '../linear/generator-plan.js';
import { demandMemory, MEMORY_LIMIT } from '../linear/memory-limit.js';
import { krylovInSteps, krylovShift } from '../linear/shift-invert-krylov.js';
import type { Solution } from '../solution.js';
import { atOnce, Interrupted, within, type Steps } from '../steps.js';
import { isBanded } from './jump-powers.js';
import { largestExit, productsFor, uniformisedInSteps } from './tensor-uniformisation.js';

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
  /** Of the masses: all that were asked for, unless the run was stopped before. */
  readonly times: readonly number[];
  readonly stopped: boolean;
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

/** Vectors that a Krylov space may grow to. */
const DIMENSIONS = 160;
/**
 * Seconds, roughly, per entry of a product (of a matrix of few diagonals, of another), per multiplication of a factorisation, per number
 * of both factors in a solve, and per number of a vector that another is made orthogonal to.
 */
const COST = { banded: 8e-10, product: 4e-9, factorise: 1.5e-10, solve: 1.5e-9, orthogonalise: 5e-10 } as const;
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
  return atOnce(evolutionInSteps(generator, mass, times, options));
}

/** The same step by step; where it is stopped, with the frames that are done. */
export function* evolutionInSteps(
  generator: Generator,
  mass: Float64Array,
  times: readonly number[],
  options: TensorEvolveOptions = {},
): Steps<Solution<TensorRun>> {
  const last = Math.max(0, ...times);
  const { rates } = generator;
  const products = productsFor(largestExit(rates), last);
  const direct = products * rates.value.length * (isBanded(rates) ? COST.banded : COST.product);
  const memoryLimit = options.memoryLimit ?? MEMORY_LIMIT;
  const { method, plan } = options.method
    ? { method: options.method, plan: null }
    : choose(generator, times, { products, direct, memoryLimit });
  // Where products are an alternative at all, a projection that drags on is given up for them.
  const affordable = options.method === undefined && direct < PATIENCE;
  const projection = { ...options, plan, affordable, depth: 0 };
  const projected = method === 'krylov' ? yield* byKrylov(generator, mass, times, projection) : null;
  const run = projected ?? (yield* byUniformisation(generator, mass, times));
  const way = run.method === 'uniformisation' ? 'uniformisation' : 'shift-and-invert Krylov projection';
  return {
    value: run,
    outcome: 'converged',
    message: `${run.times.length} frames by ${way}, ${run.work} ${run.method === 'uniformisation' ? 'products' : 'solves'}.`,
    stats: { work: run.work, errorEstimate: run.errorEstimate, repaired: run.repaired },
  };
}

/** The cheaper method, for which products take `direct` seconds, and the plan of the elimination if there is one. */
function choose(
  generator: Generator,
  times: readonly number[],
  { products, direct, memoryLimit }: Record<'products' | 'direct' | 'memoryLimit', number>,
): { method: TensorMethod; plan: EliminationPlan | null } {
  // Planning an elimination takes a while itself.
  if (direct < 0.05) return { method: 'uniformisation', plan: null };
  const { rows } = generator.rates;
  const plan = planGenerator(generator, { killing: krylovShift(times), keepUpper: true });
  const { bytes, flops } = plan.cost;
  const vectors = 8 * rows * DIMENSIONS;
  const fits = bytes + vectors <= memoryLimit;
  if (!fits && products > MOST_PRODUCTS) demandMemory(bytes + vectors, memoryLimit);
  const solves = USUAL_SOLVES * ((bytes / 8) * COST.solve + USUAL_SOLVES * rows * 2 * COST.orthogonalise);
  const cheaper = fits && flops * COST.factorise + solves < direct;
  return cheaper ? { method: 'krylov', plan } : { method: 'uniformisation', plan: null };
}

function* byUniformisation(generator: Generator, mass: Float64Array, times: readonly number[]): Steps<TensorRun> {
  const total = compensatedSum(mass);
  const { masses, products, ...reached } = yield* uniformisedInSteps(generator.rates, mass, times);
  return {
    masses,
    ...reached,
    method: 'uniformisation',
    massError: Math.max(0, ...masses.map((m) => Math.abs(compensatedSum(m) - total))),
    smallestMass: smallest(masses),
    repaired: 0,
    errorEstimate: 2.3e-16 * products,
    work: products,
  };
}

interface Projection extends TensorEvolveOptions {
  /** Of the elimination with the shift of these times, if there is one. */
  readonly plan: EliminationPlan | null;
  readonly affordable: boolean;
  readonly depth: number;
}

/**
 * Projection; where the space does not suffice for all times at once, for the first half of them and then for the others, or null
 * where another method is `affordable`.
 */
function* byKrylov(
  generator: Generator,
  mass: Float64Array,
  times: readonly number[],
  options: Projection,
): Steps<TensorRun | null> {
  const { tolerance = 1e-12, limit, affordable, depth } = options;
  const dimensionLimit = affordable ? USUAL_SOLVES : DIMENSIONS;
  const shift = krylovShift(times);
  const plan = options.plan ?? planGenerator(generator, { killing: shift, keepUpper: true });
  const factorisation = eliminationInSteps(plan);
  const elimination = yield* within(factorisation, [0, FACTORISED]);
  const problem = { mass, times, shift, ...(limit && { limit }) };
  const projection = krylovInSteps(elimination, problem, { tolerance, dimensionLimit });
  const { value, outcome, stats } = yield* within(projection, [FACTORISED, 1]);
  const done: TensorRun = {
    masses: value.map((frame) => frame.mass),
    times: value.map((frame) => frame.time),
    stopped: outcome === 'stopped',
    method: 'krylov',
    massError: stats.massError,
    smallestMass: smallest(value.map((frame) => frame.mass)),
    repaired: stats.repaired,
    errorEstimate: stats.errorEstimate,
    work: stats.solves,
  };
  if (outcome !== 'step-limit') return done;
  if (affordable) return null;
  if (depth === MOST_HALVINGS) return done;
  const middle = times.length > 1 ? times[(times.length >> 1) - 1] : times[0] / 2;
  const early = times.filter((t) => t <= middle);
  const deeper = { ...options, plan: null, depth: depth + 1 };
  const first = (yield* byKrylov(generator, mass, early.length > 0 ? early : [middle], deeper))!;
  if (first.stopped && early.length === 0) throw new Interrupted();
  if (first.stopped) return first;
  const late = times.slice(early.length).map((t) => t - middle);
  const rest = byKrylov(generator, first.masses[first.masses.length - 1], late, deeper);
  const second = (
    early.length > 0 ? yield* orElse(rest, { ...first, masses: [], times: [], stopped: true }) : yield* rest
  )!;
  const masses = [...(early.length > 0 ? first.masses : []), ...second.masses];
  return {
    masses,
    times: [...early, ...second.times.map((t) => times[early.length + late.indexOf(t)])],
    stopped: second.stopped,
    method: 'krylov',
    massError: first.massError + second.massError,
    smallestMass: smallest(masses),
    repaired: first.repaired + second.repaired,
    errorEstimate: first.errorEstimate + second.errorEstimate,
    work: done.work + first.work + second.work,
  };
}

/** The result of a computation, or another where it is stopped with nothing. */
function* orElse<T>(steps: Steps<T>, other: T): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    if (error instanceof Interrupted) return other;
    throw error;
  }
}

/** Share of the time of a projection that its factorisation is taken to need. */
const FACTORISED = 0.3;

/** How often the times may be split. */
const MOST_HALVINGS = 5;

/** The smallest mass of all. */
export function smallest(masses: readonly Float64Array[]): number {
  let least = Infinity;
  for (const mass of masses) for (let i = 0; i < mass.length; i++) if (!(mass[i] >= least)) least = mass[i];
  return least;
}
