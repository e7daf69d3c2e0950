import { chebyshevAt, chebyshevFit, type ChebyshevFit } from '../num/chebyshev.js';

/** Writes a and D at θ to out[0] and out[1]. */
export type ScalarCoefficients = (theta: number, out: Float64Array) => void;

/** Both coefficients on an interval of θ, as polynomials and at the points that those go through. */
export interface CoefficientBlock {
  readonly low: number;
  readonly high: number;
  readonly drift: ChebyshevFit;
  readonly diffusion: ChebyshevFit;
  /** Whether the polynomials stand for the coefficients. */
  readonly resolved: boolean;
  readonly samples: readonly { readonly theta: number; readonly a: number; readonly D: number }[];
}

/** Points of a block, when it counts as resolved, and how often it is halved at most; further out than FAR not at all. */
const POINTS = 12;
const RESOLVED = 1e-9;
const HALVINGS = 5;
const FAR = 1e5;

/** Fits one block. */
export function coefficientBlock(coefficients: ScalarCoefficients, low: number, high: number): CoefficientBlock {
  const pair = new Float64Array(2);
  const samples: { theta: number; a: number; D: number }[] = [];
  const sample = (theta: number): number => {
    coefficients(theta, pair);
    samples.push({ theta, a: pair[0], D: pair[1] });
    return pair[0];
  };
  const drift = chebyshevFit(sample, low, high, POINTS);
  // The second fit meets the same points in the same order.
  let next = 0;
  const diffusion = chebyshevFit(() => samples[next++].D, low, high, POINTS);
  return { low, high, drift, diffusion, resolved: drift.tail <= RESOLVED && diffusion.tail <= RESOLVED, samples };
}

/** Blocks between given edges, halved where polynomials do not stand for the coefficients. */
export function coefficientBlocks(coefficients: ScalarCoefficients, edges: readonly number[]): CoefficientBlock[] {
  const blocks: CoefficientBlock[] = [];
  const visit = (low: number, high: number, halvings: number): void => {
    const block = coefficientBlock(coefficients, low, high);
    if (block.resolved || halvings === 0) return void blocks.push(block);
    visit(low, (low + high) / 2, halvings - 1);
    visit((low + high) / 2, high, halvings - 1);
  };
  for (let k = 0; k + 1 < edges.length; k++) {
    visit(edges[k], edges[k + 1], Math.abs(edges[k]) > FAR ? 0 : HALVINGS);
  }
  return blocks;
}

/**
 * Kinks are looked for between these distances from 0, and at 0: nearer coefficients are rounding of what vanishes at 0, further out
 * averages over nodes are uneven.
 */
const NEAREST = 2 ** -15;
const FURTHEST = 1000;
/** The most kinks that are told one by one. */
const MOST_KINKS = 60;
/** Fits spent on one block that is not resolved, and on each kink in it. */
const FITS = 300;
const FITS_PER_KINK = 150;
/** A polynomial this good leaves no kink that would matter. */
const GOOD = 1e-7;
const LEAST_GAIN = 50;
const MOST_GAIN = 1e6;
const NARROW = 1e-13;
/** Two neighbours that each continue the other to this relative difference have no kink between them. */
const CONTINUES = 1e-5;

/**
 * Places at which a or D has a kink or jumps (those of |θ − 1| or relu), ascending: an integral must not run across them unawares. Null
 * where there are too many to tell: a loss with a kink for every row of the data, or averages that are not smooth.
 */
export function kinks(coefficients: ScalarCoefficients, blocks: readonly CoefficientBlock[]): readonly number[] | null {
  const found: number[] = [];
  blocks.forEach((block, k) => {
    const distance = Math.max(Math.abs(block.low), Math.abs(block.high));
    if (found.length > MOST_KINKS || distance > FURTHEST) return;
    if (distance > NEAREST && !isGood(coefficients, block)) found.push(...kinksIn(coefficients, block));
    const next = blocks[k + 1];
    if (block.resolved && next?.resolved && !continues(block, next)) found.push(block.high);
  });
  // Blocks about 0 are too small to show a corner there.
  const reach = Math.min(-(blocks[0]?.low ?? 0), blocks[blocks.length - 1]?.high ?? 0);
  if (!found.includes(0) && reach > 0 && hasCornerAtZero(coefficients, Math.min(reach, 1))) found.push(0);
  return found.length > MOST_KINKS ? null : found.sort((a, b) => a - b);
}

/** Whether the slope of a or D changes at 0, from the largest blocks on both sides on which they are smooth. */
function hasCornerAtZero(coefficients: ScalarCoefficients, widest: number): boolean {
  for (let width = widest; width > NEAREST; width /= 8) {
    const [left, right] = [coefficientBlock(coefficients, -width, 0), coefficientBlock(coefficients, 0, width)];
    if (left.resolved && right.resolved) return !continues(left, right);
  }
  return false;
}

/** Kinks inside a block, by halving what polynomials do not stand for. */
function kinksIn(coefficients: ScalarCoefficients, block: CoefficientBlock): number[] {
  const found: number[] = [];
  let fits = 0;
  const search = (part: CoefficientBlock): void => {
    const { low, high } = part;
    if (fits > FITS + FITS_PER_KINK * found.length || found.length > MOST_KINKS) return;
    const middle = (low + high) / 2;
    const narrow = high - low <= NARROW * Math.max(Math.abs(low), Math.abs(high), 1e-6);
    fits += 2;
    const halves = [coefficientBlock(coefficients, low, middle), coefficientBlock(coefficients, middle, high)];
    const bad = halves.filter((half) => !isGood(coefficients, half));
    if (bad.length > 0 && !narrow) return bad.forEach(search);
    // Halving gains a smooth function a factor near 2^12; a kink gains 2, or everything where it lies in the middle.
    const gain = tailOf(part) / Math.max(...halves.map(tailOf));
    const known = found.some((at) => Math.abs(at - middle) <= 2 * (high - low) + 1e-9 * Math.abs(middle));
    if ((narrow || gain < LEAST_GAIN || gain > MOST_GAIN) && !known) found.push(middle);
  };
  search(block);
  return found;
}

/** Whether a block has no kink that would matter; one that runs into a place without noise is not asked. */
function isGood(coefficients: ScalarCoefficients, block: CoefficientBlock): boolean {
  if (!block.samples.every(usable)) return true;
  return tailOf(block) <= GOOD && reachesEnds(coefficients, block);
}

const tailOf = ({ drift, diffusion }: CoefficientBlock): number => Math.max(drift.tail, diffusion.tail);

const usable = ({ a, D }: { readonly a: number; readonly D: number }): boolean =>
  Number.isFinite(a) && D > 1e-290 && D < Infinity;

/** Whether the polynomials hold up to the ends, where the fit has no points. */
function reachesEnds(coefficients: ScalarCoefficients, { low, high, drift, diffusion }: CoefficientBlock): boolean {
  const pair = new Float64Array(2);
  return [low + 1e-6 * (high - low), high - 1e-6 * (high - low)].every((theta) => {
    coefficients(theta, pair);
    return [drift, diffusion].every((fit, i) => {
      const size = Math.max(...fit.coefficients.map(Math.abs));
      return Math.abs(chebyshevAt(fit, theta) - pair[i]) <= CONTINUES * size;
    });
  });
}

/** Whether each of two neighbouring blocks continues the other smoothly. */
function continues(left: CoefficientBlock, right: CoefficientBlock): boolean {
  const step = 0.04 * Math.min(left.high - left.low, right.high - right.low);
  return (['drift', 'diffusion'] as const).every((key) => {
    const size = Math.max(...left[key].coefficients.map(Math.abs), ...right[key].coefficients.map(Math.abs));
    return [left.high - step, left.high + step].every(
      (theta) => Math.abs(chebyshevAt(left[key], theta) - chebyshevAt(right[key], theta)) <= CONTINUES * size,
    );
  });
}
