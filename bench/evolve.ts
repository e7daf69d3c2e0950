import { performance } from 'node:perf_hooks';
import type { Generator } from '../src/fv/generator.js';
import { bernoulli } from '../src/num/bernoulli.js';
import { assembleJumps } from '../src/num/csr.js';
import { evolve } from '../solvers/evolve/evolve.js';
import { firstPassage } from '../solvers/passage/first-passage.js';
import { spectrum } from '../solvers/spectrum/spectrum.js';

/** Ornstein–Uhlenbeck with unit rate and variance on n cells of [−8, 8]. */
function ornsteinUhlenbeck(n: number): { generator: Generator; x: Float64Array } {
  const h = 16 / n;
  const x = Float64Array.from({ length: n }, (_, i) => -8 + h * (i + 0.5));
  const [from, to, rate]: number[][] = [[], [], []];
  for (let i = 0; i + 1 < n; i++) {
    const phi = (x[i] ** 2 - x[i + 1] ** 2) / 2;
    from.push(i, i + 1);
    to.push(i + 1, i);
    rate.push(bernoulli(-phi) / h ** 2, bernoulli(phi) / h ** 2);
  }
  const facts = { smallestRate: 0, columnDefect: 0, recurrentClasses: 1 };
  return { generator: { grid: { axes: [], size: n }, rates: assembleJumps(n, { from, to, rate }), facts }, x };
}

/** Best time of several runs, in milliseconds. */
function best(runs: number, work: () => void): number {
  let least = Infinity;
  for (let k = 0; k < runs; k++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** Evolution, spectrum and passage times in one dimension. */
export function run(): { name: string; milliseconds: number; detail: string }[] {
  const rows: { name: string; milliseconds: number; detail: string }[] = [];
  for (const [n, runs] of [
    [1_000, 200],
    [10_000, 40],
    [100_000, 8],
  ]) {
    const { generator, x } = ornsteinUhlenbeck(n);
    const { grid } = generator;
    const near = x.map((v) => (Math.exp(-((v - 1) ** 2) / 0.4) * (16 / n)) / Math.sqrt(0.4 * Math.PI));
    const density = { grid, mass: near };
    const times = [0.1, 1, 10, 100, 1000];
    const detail = `n = ${n}, everything included`;
    rows.push({ name: 'evolve to t = 100', milliseconds: best(runs, () => evolve(generator, density, [100])), detail });
    const frames = best(runs, () => evolve(generator, density, times)) / times.length;
    rows.push({ name: 'evolve, per output time of five', milliseconds: frames, detail });
    const far = new Float64Array(n);
    far[Math.floor(0.97 * n)] = 1;
    const hard = best(Math.min(runs, 10), () => evolve(generator, { grid, mass: far }, [1]));
    rows.push({ name: 'evolve to t = 1 from 7.5 deviations', milliseconds: hard, detail });
    const rates = best(10, () => spectrum(generator, 5));
    rows.push({ name: 'spectrum, 5 rates and modes', milliseconds: rates, detail });
    const passage = best(Math.min(runs, 20), () => firstPassage(generator, [n - 1]));
    rows.push({ name: 'firstPassage', milliseconds: passage, detail });
  }
  return rows;
}
