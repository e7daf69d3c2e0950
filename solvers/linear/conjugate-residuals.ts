import type { Csr } from '../../src/num/csr.js';
import { wasStopped, type Progress, type Steps } from '../steps.js';
import { apply, dot, type Preconditioner } from './aggregation-multigrid.js';

/** Settings of `conjugateResiduals`. */
export interface ResidualOptions {
  readonly precondition: Preconditioner;
  /** What the residual is to be reduced to, and in how many cycles at most, each of which keeps two vectors. */
  readonly reduction: number;
  readonly most: number;
  /** What is told at each cycle. */
  readonly now: Progress;
}

/** Solves (I − P) y = r by preconditioned conjugate residuals (Eisenstat, Elman & Schultz 1983), Euclidean norm. */
export function* conjugateResiduals(
  back: Csr,
  right: Float64Array,
  { precondition, reduction, most, now }: ResidualOptions,
): Steps<{ y: Float64Array; cycles: number; stopped: boolean }> {
  const n = right.length;
  const y = new Float64Array(n);
  const r = right.slice();
  const directions: { z: Float64Array; image: Float64Array; square: number }[] = [];
  const goal = reduction ** 2 * dot(r, r);
  let [cycles, stopped] = [0, false];
  while (dot(r, r) > goal && cycles < most && !stopped) {
    const z = new Float64Array(n);
    const image = new Float64Array(n);
    precondition(r, z);
    apply(back, z, image);
    for (const known of directions) {
      const along = dot(image, known.image) / known.square;
      for (let i = 0; i < n; i++) image[i] -= along * known.image[i];
      for (let i = 0; i < n; i++) z[i] -= along * known.z[i];
    }
    const square = dot(image, image);
    if (!(square > 0)) break;
    const step = dot(r, image) / square;
    for (let i = 0; i < n; i++) y[i] += step * z[i];
    for (let i = 0; i < n; i++) r[i] -= step * image[i];
    directions.push({ z, image, square });
    cycles += 1;
    stopped = yield* wasStopped(now);
  }
  return { y, cycles, stopped };
}
