import { tensorJumps } from '../src/fv/tensor-stencil.js';
import type { StencilAxis } from '../src/fv/lattice.js';
import type { Generator } from '../src/fv/generator.js';
import { discretise } from '../src/fv/discretise.js';
import { axis } from '../src/grid/axis.js';
import { grid, gridOf } from '../src/grid/grid.js';
import { assembleJumps } from '../src/num/csr.js';
import type { Sde } from '../src/sde/sde.js';
import { eliminate } from '../solvers/linear/elimination.js';
import { planGenerator } from '../solvers/linear/generator-plan.js';
import { krylovEvolve, krylovShift } from '../solvers/linear/shift-invert-krylov.js';
import { steadyStateByElimination } from '../solvers/steady/elimination.js';
import { steadyStateByIteration } from '../solvers/steady/iteration.js';
import { best } from './best.js';

interface Row {
  readonly name: string;
  readonly milliseconds: number;
  readonly detail: string;
}

/** A tilted double well, D = I, on n × n cells of [−2, 2]²: a density that spans 270 nats. */
function doubleWell(n: number): { generator: Generator; potential: Float64Array } {
  const line = axis('u', { kind: 'uniform', from: -2, to: 2, cells: n });
  const axes: StencilAxis[] = [line, line];
  const [from, to, rate]: number[][] = [[], [], []];
  const system: Sde = {
    names: ['u', 'w'],
    drift: (theta, out) => {
      const [u, w] = [theta[0], theta[1]];
      out[0] = -20 * (4 * u * (u * u - 1) + 0.3 * w);
      out[1] = -20 * (1.6 * w + 0.3 * u);
    },
    diffusion: (_, out) => {
      out.set([1, 0, 0, 1]);
    },
  };
  tensorJumps(system, axes, (i, j, r) => {
    from.push(i);
    to.push(j);
    rate.push(r);
  });
  const square = gridOf([line, { ...line, name: 'w' }]);
  const potential = Float64Array.from({ length: n * n }, (_, cell) => {
    const [u, w] = [line.centres[Math.floor(cell / n)], line.centres[cell % n]];
    return 20 * ((u * u - 1) ** 2 + 0.8 * w * w + 0.3 * u * w);
  });
  const facts = { smallestRate: 0, columnDefect: 0, recurrentClasses: 1 };
  return { generator: { grid: square, rates: assembleJumps(n * n, { from, to, rate }), facts }, potential };
}

/** The relative error of the worst entry: half the spread of ln(mass) + U. */
function worstEntry(logMass: Float64Array, potential: Float64Array): number {
  const offsets = logMass.map((x, i) => x + potential[i]);
  const [low, high] = [offsets.reduce((m, x) => Math.min(m, x)), offsets.reduce((m, x) => Math.max(m, x))];
  return (high - low) / 2;
}

/** A linear drift that rotates, D = I: no detailed balance, for the iteration. */
function rotating(names: readonly string[], n: number): Generator {
  const sde: Sde = {
    names,
    drift: (x, out) => {
      for (let k = 0; k < names.length; k++) out[k] = -x[k] + 1.5 * x[(k + 1) % names.length] * (k % 2 === 0 ? 1 : -1);
    },
    diffusion: (_, out) => {
      out.fill(0);
      for (let k = 0; k < names.length; k++) out[k * (names.length + 1)] = 1;
    },
  };
  return discretise(sde, grid(Object.fromEntries(names.map((name) => [name, [-6, 6, n] as const]))));
}

/** One steady state by iteration, with the memory that the process held at the end of it. */
function iterated(name: string, generator: Generator): Row {
  const { milliseconds, result } = best(1, () => steadyStateByIteration(generator));
  const held = (process.memoryUsage().rss / 2 ** 20).toFixed(0);
  return { name, milliseconds, detail: `process at ${held} MiB; ${result.message}` };
}

/** Steady state and evolution in the plane; with `--full` the iteration beyond memory too. */
export function run(): Row[] {
  const rows: Row[] = [];
  if (process.argv.includes('--full')) {
    // Two minutes; before anything else, as the memory of a process only grows.
    rows.push(iterated('2-D steady state by iteration, 512²', rotating(['u', 'w'], 512)));
    rows.push(iterated('2-D steady state by iteration, 1024²', rotating(['u', 'w'], 1024)));
    rows.push(iterated('3-D steady state by iteration, 64³', rotating(['u', 'w', 'z'], 64)));
  }
  const wells = doubleWell(256);
  const across = best(1, () => steadyStateByIteration(wells.generator));
  rows.push({
    name: '2-D steady state by iteration, 256²',
    milliseconds: across.milliseconds,
    detail: `two wells, every entry within ${worstEntry(across.result.value.logMass, wells.potential).toExponential(0)}; ${across.result.message}`,
  });
  const space = rotating(['u', 'w', 'z'], 32);
  const direct = best(2, () => steadyStateByElimination(space));
  const gigaflops = (direct.result.stats.flops / direct.milliseconds / 1e6).toFixed(1);
  const mebibytes = (direct.result.stats.bytes / 2 ** 20).toFixed(0);
  rows.push({
    name: '3-D steady state, 32³',
    milliseconds: direct.milliseconds,
    detail: `${gigaflops} GFlop/s, ${mebibytes} MiB`,
  });
  for (const [n, kernel, runs] of [
    [256, 'wasm', 8],
    [512, 'wasm', 4],
    [256, 'plain', 3],
  ] as const) {
    const { generator, potential } = doubleWell(n);
    const { milliseconds, result } = best(runs, () => steadyStateByElimination(generator, { kernel }));
    const speed = (result.stats.flops / milliseconds / 1e6).toFixed(1);
    const memory = (result.stats.bytes / 2 ** 20).toFixed(0);
    const error = worstEntry(result.value.logMass, potential).toExponential(0);
    const detail = `${kernel}, ${speed} GFlop/s, ${memory} MiB, every entry within ${error}`;
    rows.push({ name: `2-D steady state, ${n}²`, milliseconds, detail });
  }
  const { generator } = doubleWell(256);
  const { centres } = generator.grid.axes[0];
  const bell = Float64Array.from(centres, (x) => Math.exp((-x * x) / 0.18) / Math.sqrt(0.18 * Math.PI) / 64);
  const mass = Float64Array.from({ length: 256 * 256 }, (_, cell) => bell[cell >> 8] * bell[cell & 255]);
  const times = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const shift = krylovShift(times);
  const factor = best(4, () => eliminate(planGenerator(generator, { killing: shift, keepUpper: true })));
  rows.push({ name: '2-D factorisation of sI − A, 256²', milliseconds: factor.milliseconds, detail: 'both factors' });
  const evolved = best(2, () => krylovEvolve(factor.result, { mass, times, shift }));
  const { message } = evolved.result;
  rows.push({ name: '2-D evolution, ten frames, 256²', milliseconds: evolved.milliseconds, detail: message });
  return rows;
}
