import { performance } from 'node:perf_hooks';
import { countBelow } from '../solvers/spectrum/sturm.js';
import { CRAM_POLES } from '../solvers/evolve/cram.js';
import { applyPole, resolventWork } from '../solvers/evolve/resolvent.js';
import { shiftedWork, solveShifted } from '../src/num/tridiagonal.js';

/** The kernels that sweep a chain once there and back: real and complex shifted solve, Sturm count. */
export function run(): { name: string; milliseconds: number; detail: string }[] {
  return [1_000, 10_000, 100_000].flatMap((n) => {
    const [lower, upper] = [new Float64Array(n), new Float64Array(n)];
    for (let i = 0; i + 1 < n; i++) [lower[i], upper[i]] = [1e6 * (1.5 + Math.sin(i)), 1e6 * (1.5 + Math.cos(i))];
    const chain = { size: n, lower, diagonal: new Float64Array(n), upper, cyclic: false };
    const v = new Float64Array(n).fill(1 / n);
    const out = new Float64Array(n);
    const system = { shift: 1, scale: 1, work: shiftedWork(n) };
    const work = resolventWork(n);
    const time = (name: string, sweep: () => void) => {
      const repeat = Math.ceil(300_000 / n);
      let least = Infinity;
      for (let k = 0; k < 40; k++) {
        const start = performance.now();
        for (let r = 0; r < repeat; r++) sweep();
        least = Math.min(least, (performance.now() - start) / repeat);
      }
      return { name, milliseconds: least, detail: `n = ${n}, ${((least * 1e6) / n).toFixed(1)} ns/row` };
    };
    return [
      time('tridiagonal solve, real', () => {
        solveShifted(chain, system, v, out);
      }),
      time('tridiagonal solve, complex', () => {
        out.set(v);
        applyPole(chain, { tau: 1, pole: CRAM_POLES[3] }, out, work);
      }),
      time('Sturm count', () => {
        countBelow(chain, 1);
      }),
    ];
  });
}
