import { InputError } from '../../src/num/input-error.js';
import type { ComparedPair, JointPair } from '../../src/io/comparison-document.js';
import { kolmogorovSmirnovCells } from '../distances/kolmogorov-smirnov.js';
import { totalVariation } from '../distances/total-variation.js';
import { wasserstein1 } from '../distances/wasserstein.js';
import { coarsened, type BinnedLaw } from './binned-law.js';

/**
 * Distances of two laws on the same cells. Total variation is taken over the joined cells of `coarse` (see coarseEdges), where sampling
 * leaves less of it; Wasserstein-1 between the first and the last edge; Kolmogorov–Smirnov at every edge, with a p-value where
 * one law at least is a sample. Throws InputError for laws on different cells.
 */
export function comparePair(
  left: BinnedLaw,
  right: BinnedLaw,
  edges: ArrayLike<number>,
  coarse: readonly number[],
): Omit<ComparedPair, 'variable'> {
  if (left.mass.length !== edges.length + 1 || right.mass.length !== edges.length + 1) {
    const got = `${left.mass.length} and ${right.mass.length} masses for ${edges.length} edges`;
    throw new InputError(
      'comparePair',
      'two laws on the cells of the edges, with two masses outside',
      got,
      'Bin both alike.',
    );
  }
  const { sizes, size, exact } = sizesOf(left, right);
  const { statistic, pValue } = kolmogorovSmirnovCells(left.mass, right.mass, sizes[0], sizes[1]);
  const [a, b] = [coarsened(left, coarse), coarsened(right, coarse)];
  const inside = (law: BinnedLaw): Float64Array => law.mass.subarray(1, law.mass.length - 1);
  return {
    left: left.name,
    right: right.name,
    totalVariation: totalVariation(a.mass, b.mass),
    totalVariationByChance: exact ? 0 : byChance(a.mass, b.mass, size),
    wasserstein1: wasserstein1(inside(left), inside(right), edges),
    kolmogorovSmirnov: statistic,
    pValue: exact ? null : pValue,
    effectiveSamples: exact ? null : size,
  };
}

function sizesOf(left: BinnedLaw, right: BinnedLaw) {
  const sizes = [left, right].map(({ effectiveSamples }) => effectiveSamples ?? Infinity);
  const size = 1 / (1 / sizes[0] + 1 / sizes[1]);
  return { sizes, size, exact: !Number.isFinite(size) };
}

/** Total variation of two laws on the same cells in any order. Throws InputError for laws on different cells. */
export function jointPair(left: BinnedLaw, right: BinnedLaw): JointPair {
  const { size, exact } = sizesOf(left, right);
  return {
    left: left.name,
    right: right.name,
    totalVariation: totalVariation(left.mass, right.mass),
    totalVariationByChance: exact ? 0 : byChance(left.mass, right.mass, size),
    effectiveSamples: exact ? null : size,
  };
}

/** ½ Σ E|p̂ − p| of n multinomial values, each cell normal: ½ Σ √(2p(1 − p)/πn), with p between both laws. */
function byChance(a: Float64Array, b: Float64Array, n: number): number {
  return a.reduce((sum, mass, i) => {
    const p = (mass + b[i]) / 2;
    return sum + Math.sqrt((2 * p * Math.max(0, 1 - p)) / (Math.PI * n)) / 2;
  }, 0);
}

/** All pairs of some laws, in the order in which the laws are given. */
export function pairsOf<Law, Pair>(laws: readonly Law[], compare: (left: Law, right: Law) => Pair): Pair[] {
  return laws.flatMap((left, i) => laws.slice(i + 1).map((right) => compare(left, right)));
}
