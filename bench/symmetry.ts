import { performance } from 'node:perf_hooks';
import { evolveSymmetric } from '../solvers/symmetry/evolve-symmetric.js';
import { firstTimeAbove } from '../solvers/symmetry/first-time.js';
import { symmetricPaths } from '../solvers/symmetry/paths.js';
import { standard } from '../validation/standard-problem.js';

const problem = standard();

/** Depth 1 in symmetry coordinates from u = 1, w = −0.9 to t = 2. */
export function run(): { name: string; milliseconds: number; detail: string }[] {
  const start = { u: [1], w: [-0.9] };
  const times = [0.25, 0.5, 1, 2];
  const rows: { name: string; milliseconds: number; detail: string }[] = [];
  const measure = (name: string, runs: number, work: () => string): void => {
    let [least, detail] = [Infinity, ''];
    for (let k = 0; k < runs; k++) {
      const begin = performance.now();
      detail = work();
      least = Math.min(least, performance.now() - begin);
    }
    rows.push({ name, milliseconds: least, detail });
  };
  for (const cell of [0.2, 0.1]) {
    measure(`evolveSymmetric to t = 2, cells of ${cell}`, 3, () => {
      const resolution = { xi: cell, zeta: cell, time: 0.4 * cell };
      const { message, value } = evolveSymmetric(problem, [start], times, { resolution, estimateError: false });
      return `${message} P(v>0) = ${value.frames.map((f) => f.positive.toFixed(4)).join(', ')}`;
    });
  }
  measure('firstTimeAbove, median and 95 %', 3, () => {
    const { value, message } = firstTimeAbove(problem, [start], { resolution: { xi: 0.2, zeta: 0.2 } });
    return `${message} ${value.quantiles.map((q) => q.time!.toFixed(4)).join(', ')}`;
  });
  measure('10 000 paths to t = 2', 1, () => {
    const { positive } = symmetricPaths(problem, start, times, { paths: 10_000, seed: 1, tolerance: 0.03 });
    return `P(v>0) = ${[...positive].map((p) => p.toFixed(4)).join(', ')}`;
  });
  return rows;
}
