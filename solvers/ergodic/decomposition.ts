import type { Density } from '../../src/fv/density.js';
import type { Generator } from '../../src/fv/generator.js';
import type { Grid } from '../../src/grid/grid.js';
import { closedClasses } from '../../src/num/components.js';
import { InputError } from '../../src/num/input-error.js';
import { logReversibleLaw, part } from '../../src/num/reversible.js';
import { accumulate, total } from '../../src/num/sum.js';
import { tridiagonal } from '../../src/num/tridiagonal.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { eliminationInSteps } from '../linear/elimination.js';
import { planGenerator } from '../linear/generator-plan.js';
import { solve } from '../linear/solve.js';
import { isLine } from '../passage/line.js';
import { atOnce, type Steps } from '../steps.js';
import { logAdd, logDownwardSplitting, logUpwardSplitting, unmarked } from '../passage/splitting.js';

/** A closed class: cells that communicate and that no jump leaves. */
export interface ErgodicClass {
  /** Its cells, ascending. */
  readonly cells: Int32Array;
  /** Its steady state on those cells, summing to 1; null where it does not follow from balance across single faces. */
  readonly steady: Float64Array | null;
}

/** The long-time structure of a chain: where it can end, and with what probability. */
export interface ErgodicDecomposition {
  readonly grid: Grid;
  /** In order of their lowest cell. */
  readonly classes: readonly ErgodicClass[];
  /** Cells of no closed class, ascending: they are left for good. */
  readonly transient: Int32Array;
  /** absorption[c][i] = probability to end in class c from cell i; over c these sum to 1. */
  readonly absorption: readonly Float64Array[];
}

/**
 * The closed classes of a generator of any dimension, by strongly connected components, and the probability to end in each.
 * Probabilities come from eliminations without subtractions, and on a line of cells the steady states as well; on other generators
 * these are left to `steadyStateByElimination` (`steady` is null).
 */
export function ergodicDecomposition(generator: Generator): ErgodicDecomposition {
  return atOnce(decompositionInSteps(generator))!;
}

/** The same step by step; null where an elimination would take more than so many bytes. Of what is stopped nothing is known. */
export function* decompositionInSteps(
  generator: Generator,
  memoryLimit = Infinity,
): Steps<ErgodicDecomposition | null> {
  const { grid, rates } = generator;
  const { count, label } = closedClasses(rates);
  const line = isLine(rates) ? tridiagonal(rates) : null;
  const cells = cellsOf(label, count);
  const classes = cells
    .slice(0, count)
    .map((inside) => ({ cells: inside, steady: line && steadyOnLine(line, inside) }));
  const transient = cells[count];
  const absorption = classes.map((_, c) => Float64Array.from(label, (l) => (l === c ? 1 : 0)));
  if (transient.length > 0) {
    if (line) absorbOnLine(line, label, absorption);
    else if (!(yield* absorbAnywhere(generator, label, { absorption, memoryLimit }))) return null;
  }
  return { grid, classes, transient, absorption };
}

/** The limit weights of the closed classes from an initial density, Σ_i h_c(i) m(i); where no jump occurs, the initial masses. */
export function limitWeights(decomposition: ErgodicDecomposition, density: Density): Float64Array {
  const { classes, absorption } = decomposition;
  const n = absorption[0].length;
  if (density.mass.length !== n) {
    const cure = 'Put the density on the grid of the generator.';
    throw new InputError('limitWeights', `a density on ${n} cells`, `${density.mass.length} masses`, cure);
  }
  const sums = new Float64Array(2 * classes.length);
  for (let c = 0; c < classes.length; c++) {
    for (let i = 0; i < n; i++) accumulate(sums, c, absorption[c][i] * density.mass[i]);
  }
  return Float64Array.from(classes, (_, c) => total(sums, c));
}

/** The cells of classes 0 … count − 1 and, last, of none. */
function cellsOf(label: Int32Array, count: number): Int32Array[] {
  const place = (l: number): number => (l < 0 ? count : l);
  const size = new Int32Array(count + 1);
  for (let i = 0; i < label.length; i++) size[place(label[i])] += 1;
  const out = Array.from(size, (s) => new Int32Array(s));
  size.fill(0);
  for (let i = 0; i < label.length; i++) {
    const c = place(label[i]);
    out[c][size[c]++] = i;
  }
  return out;
}

/** A closed class of a line is a run of cells, and its steady state balances every face. */
function steadyOnLine(chain: Tridiagonal, cells: Int32Array): Float64Array {
  const logLaw = logReversibleLaw(part(chain, { first: cells[0], last: cells[cells.length - 1] }));
  return logLaw.map(Math.exp);
}

/** Fills the transient cells of every h by one elimination: −Aᵀ h = rates into the class. False where that would take too much memory. */
function* absorbAnywhere(
  generator: Generator,
  label: Int32Array,
  { absorption, memoryLimit }: { readonly absorption: readonly Float64Array[]; readonly memoryLimit: number },
): Steps<boolean> {
  const { rowStart, column, value, rows } = generator.rates;
  const free = Uint8Array.from(label, (l) => (l < 0 ? 1 : 0));
  const plan = planGenerator(generator, { active: free, keepUpper: true });
  const into = new Float64Array(rows * absorption.length);
  if (plan.cost.bytes + 16 * into.length > memoryLimit) return false;
  for (let to = 0; to < rows; to++) {
    if (label[to] < 0) continue;
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
      if (free[column[k]] === 1) into[label[to] * rows + column[k]] += value[k];
    }
  }
  const elimination = yield* eliminationInSteps(plan);
  const h = solve(elimination, into, { transpose: true, count: absorption.length });
  absorption.forEach((chance, c) => {
    for (let i = 0; i < rows; i++) if (free[i] === 1) chance[i] = h[c * rows + i];
  });
  return true;
}

/** Fills the transient cells of every h: a stretch between two classes can only end in one of those two. */
function absorbOnLine(chain: Tridiagonal, label: Int32Array, absorption: readonly Float64Array[]): void {
  for (const stretch of unmarked(Uint8Array.from(label, (l) => (l < 0 ? 0 : 1)))) {
    const { first, last } = stretch;
    const up = logUpwardSplitting(chain, stretch);
    const down = logDownwardSplitting(chain, stretch);
    for (let i = first; i <= last; i++) {
      // The two sum to 1 but for rounding, which is taken out of the larger.
      const sum = logAdd(up[i - first], down[i - first]);
      if (last < label.length - 1) absorption[label[last + 1]][i] += Math.exp(up[i - first] - sum);
      if (first > 0) absorption[label[first - 1]][i] += Math.exp(down[i - first] - sum);
    }
  }
}
