import { transpose } from '../../src/num/csr.js';
import type { Csr } from '../../src/num/csr.js';
import { aggregated, type Aggregation, type BackwardChain } from './aggregates.js';
import { eliminate } from './elimination.js';
import { planElimination } from './elimination-plan.js';
import { dissectGraph } from './graph-dissection.js';
import { solve } from './solve.js';

/** Approximately solves (I − P) y = r for the backward chain P, up to a constant; writes y. */
export type Preconditioner = (r: Float64Array, y: Float64Array) => void;

/** States at which a chain is eliminated instead of made coarser. */
const COARSEST = 2000;
/** A level that shrinks less than this is the last. */
const SLOW = 0.8;
/** Residual reduction at which one inner iteration of the K-cycle is enough. */
const ENOUGH = 0.25;

/**
 * One K-cycle of aggregation multigrid for (I − P) y = r: a Gauss–Seidel sweep either way around a correction that is constant on
 * aggregates, found on the coarser chain by up to two steps of conjugate residuals with its own cycle as preconditioner (Notay 2010, ETNA
 * 37, 123; 2012, SIAM J. Sci. Comput. 34, A2288, for M-matrices with row and column sums ≥ 0, which flows of a steady chain are;
 * De Sterck et al. 2010, SIAM J. Sci. Comput. 32, 1652, on Markov chains). The coarsest chain is eliminated.
 * Empties the rows of P of the states that are held, so that it has 1 on the diagonal of I − P there and nothing else.
 */
export function aggregationMultigrid(chain: BackwardChain): Preconditioner {
  const { back } = chain;
  const { rows } = back;
  if (rows <= COARSEST) {
    const solved = eliminated(chain);
    pin(chain);
    return solved;
  }
  const coarser = aggregated(chain);
  pin(chain);
  if (coarser.coarse.back.rows > SLOW * rows) return smoothed(back);
  return cycle(back, coarser, kCycle(coarser.coarse));
}

/** Empties the rows of the states that are held: then I − P leaves 0 there at 0. */
function pin({ back, held }: BackwardChain): void {
  for (const i of held) back.value.fill(0, back.rowStart[i], back.rowStart[i + 1]);
}

/** The coarsest solve, exact; what is held takes away the constant. */
function eliminated({ back, held }: BackwardChain): Preconditioner {
  const { rows } = back;
  if (rows === held.length) return (_, y) => void y.fill(0);
  const active = new Uint8Array(rows).fill(1);
  for (const i of held) active[i] = 0;
  const rates = transpose(back);
  const elimination = eliminate(planElimination(rates, dissectGraph(rates, active), { keepUpper: true }));
  return (r, y) => y.set(solve(elimination, r, { transpose: true }));
}

/** Where nothing aggregates: sweeps alone. */
function smoothed(back: Csr): Preconditioner {
  return (r, y) => {
    y.fill(0);
    for (let k = 0; k < 4; k++) sweep(back, r, y, k % 2 === 0);
  };
}

function cycle(back: Csr, { aggregate, share, coarse }: Aggregation, correct: Preconditioner): Preconditioner {
  const n = back.rows;
  const coarseR = new Float64Array(coarse.back.rows);
  const coarseY = new Float64Array(coarse.back.rows);
  return (r, y) => {
    y.fill(0);
    sweep(back, r, y, true);
    coarseR.fill(0);
    for (let i = 0; i < n; i++) coarseR[aggregate[i]] += share[i] * (r[i] - y[i] + inflow(back, y, i));
    correct(coarseR, coarseY);
    for (let i = 0; i < n; i++) y[i] += coarseY[aggregate[i]];
    sweep(back, r, y, false);
  };
}

/** Up to two steps of generalised conjugate residuals on a coarse chain. */
function kCycle(chain: BackwardChain): Preconditioner {
  const precondition = aggregationMultigrid(chain);
  const n = chain.back.rows;
  if (n <= COARSEST) return precondition;
  const [rest, z, image, second] = Array.from({ length: 4 }, () => new Float64Array(n));
  return (r, y) => {
    precondition(r, y);
    apply(chain.back, y, image);
    const square = dot(image, image);
    if (!(square > 0)) return;
    const before = dot(r, r);
    const step = dot(r, image) / square;
    for (let i = 0; i < n; i++) rest[i] = r[i] - step * image[i];
    if (!(dot(rest, rest) > ENOUGH ** 2 * before)) {
      for (let i = 0; i < n; i++) y[i] *= step;
      return;
    }
    precondition(rest, z);
    apply(chain.back, z, second);
    const along = dot(second, image) / square;
    for (let i = 0; i < n; i++) second[i] -= along * image[i];
    const length = dot(second, second);
    const next = length > 0 ? dot(rest, second) / length : 0;
    for (let i = 0; i < n; i++) y[i] = (step - next * along) * y[i] + next * z[i];
  };
}

/** One Gauss–Seidel sweep of (I − P) y = r, upwards or downwards. */
function sweep(back: Csr, r: Float64Array, y: Float64Array, upwards: boolean): void {
  const n = back.rows;
  if (upwards) for (let i = 0; i < n; i++) y[i] = r[i] + inflow(back, y, i);
  else for (let i = n - 1; i >= 0; i--) y[i] = r[i] + inflow(back, y, i);
}

/** (P y)_i. */
function inflow({ rowStart, column, value }: Csr, y: Float64Array, i: number): number {
  let sum = 0;
  for (let k = rowStart[i]; k < rowStart[i + 1]; k++) sum += value[k] * y[column[k]];
  return sum;
}

/** Writes (I − P) y. */
export function apply(back: Csr, y: Float64Array, out: Float64Array): void {
  for (let i = 0; i < back.rows; i++) out[i] = y[i] - inflow(back, y, i);
}

/** Σ aᵢ bᵢ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
