import type { Csr } from '../../src/num/csr.js';
import { aggregated, type BackwardChain } from './aggregates.js';
import { eliminate } from './elimination.js';
import { planElimination } from './elimination-plan.js';
import { dissectGraph } from './graph-dissection.js';
import { logScaled } from './scaled-front.js';
import { stationaryVector } from './substitution.js';

/** States at which a chain is eliminated instead of made coarser. */
const COARSEST = 1000;
/** A level that shrinks less than this is the last. */
const SLOW = 0.8;
/** Gauss–Seidel sweeps before and after each correction, upwards and downwards in turn. */
const SWEEPS = 2;

/**
 * One multiplicative cycle (Horton & Leutenegger 1994; iterative aggregation and disaggregation, Takahashi 1975): ln y with P y ≈ y for the
 * backward chain, so that x·y is nearer to the steady state than x. Gauss–Seidel sweeps either side of a correction that is constant on
 * aggregates and solves the chain of aggregates, the coarsest one exactly. Never negative, and exact in how much mass lies in parts of
 * the chain that hardly exchange any, which residuals cannot tell.
 */
export function multiplicativeCycle({ back, logTraffic }: Omit<BackwardChain, 'held'>): Float64Array {
  const n = back.rows;
  if (n <= COARSEST) return eliminated({ back, logTraffic });
  const y = new Float64Array(n).fill(1);
  smooth(back, y);
  const scaled = rescaled(back, y);
  const held = new Int32Array(0);
  const scaledTraffic = logTraffic.map((w, i) => w + Math.log(y[i]));
  const { coarse, aggregate } = aggregated({ back: scaled, logTraffic: scaledTraffic, held });
  if (coarse.back.rows > SLOW * n) return y.map(Math.log);
  const correction = multiplicativeCycle(coarse);
  const z = new Float64Array(n).fill(1);
  for (let i = 0; i < n; i++) z[i] = Math.exp(correction[aggregate[i]]);
  smooth(scaled, z);
  return y.map((before, i) => Math.log(before) + Math.log(z[i]));
}

function smooth({ rows, rowStart, column, value }: Csr, y: Float64Array): void {
  const renew = (i: number): void => {
    let sum = 0;
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) sum += value[k] * y[column[k]];
    if (sum > 0) y[i] = sum;
  };
  for (let s = 0; s < SWEEPS; s++) {
    if (s % 2 === 0) for (let i = 0; i < rows; i++) renew(i);
    else for (let i = rows - 1; i >= 0; i--) renew(i);
  }
}

/** P seen from x·y: p_ij y_j / y_i. */
function rescaled(back: Csr, y: Float64Array): Csr {
  const value = back.value.slice();
  for (let i = 0; i < back.rows; i++) {
    for (let k = back.rowStart[i]; k < back.rowStart[i + 1]; k++) value[k] *= y[back.column[k]] / y[i];
  }
  return { ...back, value };
}

/** Exactly: jumps J → I with probability ω_I p_IJ/ω_J have the steady masses ω·y. */
function eliminated({ back, logTraffic }: Omit<BackwardChain, 'held'>): Float64Array {
  const { rows, rowStart, column } = back;
  const value = back.value.slice();
  for (let i = 0; i < rows; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) value[k] *= Math.exp(logTraffic[i] - logTraffic[column[k]]);
  }
  const all = new Uint8Array(rows).fill(1);
  const rates = { ...back, value };
  const elimination = eliminate(planElimination(rates, dissectGraph(rates, all)));
  const z = stationaryVector(elimination);
  const y = new Float64Array(rows);
  elimination.fronts.dissection.order.forEach((state, k) => (y[state] = logScaled(z, k) - logTraffic[state]));
  return y;
}
