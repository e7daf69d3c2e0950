import { compensatedSum } from '../../src/num/sum.js';
import type { SymmetricState } from './state.js';
import { inverseSinh } from './strip.js';

/** The law of (ξ, ζ) on square cells, row-major: rows of constant ζ from the top down, ξ ascending. */
export interface JointLaw {
  /** ξ in the middle of the columns. */
  readonly xi: Float64Array;
  /** ζ in the middle of the rows, descending. */
  readonly zeta: Float64Array;
  readonly mass: Float64Array;
  /** Mass below the last row of the solver: balanced, exactly or to e^ζ there. It has ζ → −∞ in place of a cell. */
  readonly balanced: number;
}

/**
 * The joint law on cells of side `size`. A cell of the solver is spread evenly over the ξ that it reaches at its own mean ζ, and shared
 * by the two nearest rows in the proportion that keeps that mean.
 */
export function jointLaw({ strip, cells, tail: { plus, minus }, atZero }: SymmetricState, size: number): JointLaw {
  const { fall, top, rows: height, columns: width, left, core, step } = strip;
  const bottom = top - height * fall;
  // |ξ| is largest on the lower end, where ξ = x.
  const reach = Math.max(-left, left + width) * step;
  const half = Math.ceil(reach / size) + 1;
  const [rows, columns] = [Math.ceil((top - bottom) / size) + 2, 2 * half];
  const mass = new Float64Array(rows * columns);
  const first = top + size / 2; // ζ of the highest row
  const edge = (i: number, zeta: number): number => inverseSinh((core * Math.sinh(i * step)) / (2 * Math.exp(zeta)));
  for (let c = 0; c < cells.m0.length; c++) {
    const m = cells.m0[c];
    if (m === 0) continue;
    const zeta = top - fall * (Math.floor(c / width) + cells.m1[c] / m);
    const place = Math.min(rows - 1.001, Math.max(0, (first - zeta) / size));
    const row = Math.floor(place);
    const i = left + (c % width);
    const [from, to] = [edge(i, zeta) / size + half, edge(i + 1, zeta) / size + half];
    for (let k = Math.floor(from); k < to; k++) {
      const part = m * ((Math.min(to, k + 1) - Math.max(from, k)) / (to - from));
      const at = row * columns + Math.min(columns - 1, Math.max(0, k));
      mass[at] += part * (row + 1 - place);
      mass[at + columns] += part * (place - row);
    }
  }
  return {
    xi: Float64Array.from({ length: columns }, (_, k) => (k + 0.5 - half) * size),
    zeta: Float64Array.from({ length: rows }, (_, j) => first - j * size),
    mass,
    balanced: compensatedSum(plus.mass) + compensatedSum(minus.mass) + atZero,
  };
}
