import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { blocks, logReversibleLaw, part, runs } from '../../src/num/reversible.js';
import { tridiagonal } from '../../src/num/tridiagonal.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { ergodicDecomposition } from '../ergodic/decomposition.js';
import type { Solution } from '../solution.js';
import { continuum } from './continuum.js';
import type { Continuum, GridEnds } from './continuum.js';
import { eigenPair } from './eigenpair.js';
import type { EigenPair } from './eigenpair.js';
import { eigenvalue } from './sturm.js';

/** The slowest decay rates of a generator. */
export interface Spectrum {
  /** Eigenvalues of −A, ascending: one 0 per closed class first. Those above `continuum.edge` depend on where the grid ends. */
  readonly rates: readonly number[];
  /** How many of `rates` are isolated: all of them, or those below the edge of the continuum. */
  readonly isolated: number;
  /** The slowest decay: the first rate above 0, or the edge of the continuum where that is lower. Null if not among `rates`. */
  readonly gap: number | null;
  /** 1/rate of the isolated rates above 0. */
  readonly relaxationTimes: readonly number[];
  /** The eigenvectors of `rates`, in the same order; empty unless asked for. */
  readonly modes: readonly EigenPair[];
  readonly continuum: Continuum;
}

/** Options of `spectrum`. */
export interface SpectrumOptions extends GridEnds {
  /** Whether to compute eigenvectors; true. */
  readonly modes?: boolean;
}

/**
 * The `count` slowest rates of a one-dimensional generator, by bisection on the factored form, in which a rate 10⁻¹² times the
 * largest is as accurate as any (`sturm.ts`), with the eigenvectors. Disconnected runs are treated apart and merged.
 * About 60 sweeps over the cells per rate. stats: cells, classes (closed classes).
 * Throws InputError for a count that is not a whole number from 1 to the number of cells, and for a generator of more than one
 * dimension or a periodic one (whose rates may be complex).
 */
export function spectrum(generator: Generator, count: number, options: SpectrumOptions = {}): Solution<Spectrum> {
  const chain = tridiagonal(generator.rates);
  if (!(Number.isInteger(count) && count >= 1 && count <= chain.size)) {
    throw new InputError('spectrum', `a count from 1 to ${chain.size}`, String(count), 'Ask for fewer rates.');
  }
  if (chain.cyclic) {
    throw new InputError('spectrum', 'a chain with two ends', 'a periodic one', 'Evolve a density and watch it decay.');
  }
  const zeros = blocks(chain).filter((b) => b.closed).length;
  const found = decaying(chain, count - zeros);
  const rates = [...new Array<number>(Math.min(count, zeros)).fill(0), ...found.map((f) => f.rate)];
  const modes = options.modes === false ? [] : [...steadyModes(generator, count), ...decayingModes(chain, found)];
  const band = continuum(chain, runs(chain), options);
  const edge = band.edge ?? Infinity;
  const isolated = rates.filter((r) => r < edge).length;
  const slowest = rates.find((r) => r > 0) ?? Infinity;
  const gap = Math.min(slowest, edge);
  const value: Spectrum = {
    rates,
    isolated,
    gap: gap < Infinity ? gap : null,
    relaxationTimes: rates.slice(0, isolated).flatMap((r) => (r > 0 ? [1 / r] : [])),
    modes,
    continuum: band,
  };
  const message =
    isolated === rates.length
      ? `${rates.length} isolated rates, ${zeros} of them 0.`
      : `${isolated} isolated rates, ${zeros} of them 0; above ${edge.toPrecision(6)} the spectrum is continuous, and the rates ` +
        'given there only show where the grid ends.';
  return { value, outcome: 'converged', message, stats: { cells: chain.size, classes: zeros } };
}

/** An eigenvalue above 0 and the run of cells it belongs to. */
interface Found {
  readonly rate: number;
  readonly first: number;
  readonly chain: Tridiagonal;
}

/** The `count` smallest eigenvalues above 0 over all runs, ascending. */
function decaying(chain: Tridiagonal, count: number): Found[] {
  const out: Found[] = [];
  for (const run of runs(chain)) {
    const piece = part(chain, run);
    const zeros = blocks(piece).filter((b) => b.closed).length;
    const most = Math.min(piece.size, zeros + count);
    for (let k = zeros; k < most; k++) out.push({ rate: eigenvalue(piece, k), first: run.first, chain: piece });
  }
  return out.sort((a, b) => a.rate - b.rate).slice(0, Math.max(0, count));
}

/** Rates this close, relatively, share their eigenvectors as far as rounding can tell. */
const SAME = 1e-9;

/** The eigenvectors of decaying modes, on the whole grid. */
function decayingModes(chain: Tridiagonal, found: readonly Found[]): EigenPair[] {
  const inPiece: EigenPair[] = [];
  return found.map(({ rate, first, chain: piece }, k) => {
    const before = found[k - 1];
    const same = before?.chain === piece && rate - before.rate <= SAME * rate;
    const logLaw = logReversibleLaw(piece);
    const pair = eigenPair(piece, rate, { logLaw, taken: same ? inPiece[k - 1] : null });
    inPiece.push(pair);
    const [left, right] = [new Float64Array(chain.size), new Float64Array(chain.size)];
    left.set(pair.left, first);
    right.set(pair.right, first);
    return { rate, left, right };
  });
}

/** The modes of rate 0: for each closed class the chance to end in it and its steady state. */
function steadyModes(generator: Generator, count: number): EigenPair[] {
  const { classes, absorption } = ergodicDecomposition(generator);
  return classes.slice(0, count).map(({ cells, steady }, c) => {
    const right = new Float64Array(generator.rates.rows);
    if (steady) for (let k = 0; k < cells.length; k++) right[cells[k]] = steady[k];
    return { rate: 0, left: absorption[c], right };
  });
}
