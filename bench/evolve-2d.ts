import { discretise, type DiscretisedSde } from '../src/fv/discretise.js';
import { grid } from '../src/grid/grid.js';
import type { Sde } from '../src/sde/sde.js';
import { evolveOnGrid, type TensorRun } from '../solvers/evolve/tensor-evolution.js';
import { tensorLimit } from '../solvers/evolve/tensor-limit.js';
import { planGenerator } from '../solvers/linear/generator-plan.js';
import { krylovShift } from '../solvers/linear/shift-invert-krylov.js';
import { tensorPassage } from '../solvers/passage/tensor-passage.js';
import { slowestModes } from '../solvers/spectrum/shift-invert.js';
import { best } from './best.js';

interface Row {
  readonly name: string;
  readonly milliseconds: number;
  readonly detail: string;
}

/** A tilted double well with D = I. */
const doubleWell: Sde = {
  names: ['u', 'w'],
  drift: ([u, w]: ArrayLike<number> & Iterable<number>, out) => {
    out[0] = -20 * (4 * u * (u * u - 1) + 0.3 * w);
    out[1] = -20 * (1.6 * w + 0.3 * u);
  },
  diffusion: (_, out) => {
    out.set([1, 0, 0, 1]);
  },
};

/** SGD on a product of two layers, y = 1.2x + e: noise of rank one. */
const twoLayers: Sde = {
  names: ['u', 'w'],
  drift: ([u, w]: ArrayLike<number> & Iterable<number>, out) => {
    out[0] = -2 * w * (u * w - 1.2);
    out[1] = -2 * u * (u * w - 1.2);
  },
  diffusion: ([u, w]: ArrayLike<number> & Iterable<number>, out) => {
    const half = 0.1 * (2 * (u * w - 1.2) ** 2 + 0.25);
    out.set([half * w * w, half * u * w, half * u * w, half * u * u]);
  },
};

/** A linear drift that turns under full noise. */
const turning: Sde = {
  names: ['u', 'w'],
  drift: ([u, w]: ArrayLike<number> & Iterable<number>, out) => {
    out[0] = -u - 2 * w;
    out[1] = 2 * u - w;
  },
  diffusion: (_, out) => {
    out.set([1, 0.3, 0.3, 0.5]);
  },
};

const TIMES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const N = 256;

/** Evolution, spectrum and passage in the plane, everything after the discretisation included; best of some runs. */
export function run(): Row[] {
  return [...of('double well', doubleWell, 2), ...of('two layers', twoLayers, 3), ...of('turning', turning, 5)].concat(
    modesAndPassage(),
  );
}

function of(name: string, sde: Sde, half: number): Row[] {
  const assembled = best(2, () => discretise(sde, square(half)));
  const generator = assembled.result;
  const mass = bell(generator);
  const limit = best(3, () => tensorLimit(generator, mass)!);
  const evolved = best(3, () => evolveOnGrid(generator, mass, TIMES, { limit: limit.result.mass }));
  const { value, message } = evolved.result;
  const speed = (operations(generator, value) / evolved.milliseconds / 1e6).toFixed(1);
  const checks = `mass to ${value.massError.toExponential(0)}, smallest ${value.smallestMass.toExponential(0)}, below 0 ${value.repaired.toExponential(0)}`;
  return [
    { name: `${name}: discretise ${N}²`, milliseconds: assembled.milliseconds, detail: generator.stencil.kind },
    { name: `${name}: limit`, milliseconds: limit.milliseconds, detail: 'steady state by elimination' },
    {
      name: `${name}: ten frames to t = 1`,
      milliseconds: evolved.milliseconds,
      detail: `${message} ${checks}, ${speed} GFlop/s, ${peak()}`,
    },
  ];
}

/**
 * Multiplications and additions of an evolution: of products, or of the elimination, the solves with both factors, and two passes of
 * making each vector orthogonal to those before.
 */
function operations(generator: DiscretisedSde, { method, work }: TensorRun): number {
  const { rows, value } = generator.rates;
  if (method === 'uniformisation') return 2 * work * value.length;
  const { cost, fronts } = planGenerator(generator, { killing: krylovShift(TIMES), keepUpper: true });
  return cost.flops + 2 * work * (fronts.lowerEntries + fronts.upperEntries) + 4 * rows * work ** 2;
}

function modesAndPassage(): Row[] {
  const generator = discretise(doubleWell, square(2));
  const modes = best(2, () => slowestModes(generator, 6));
  const passage = best(2, () => tensorPassage(generator, ([u]) => u > 0.9, null));
  return [
    {
      name: `double well: 6 rates, ${N}²`,
      milliseconds: modes.milliseconds,
      detail: `${modes.result.message} ${peak()}`,
    },
    {
      name: `double well: passage, ${N}²`,
      milliseconds: passage.milliseconds,
      detail: `chance and time from every cell, ${peak()}`,
    },
  ];
}

const square = (half: number) => grid({ u: [-half, half, N], w: [-half, half, N] });

/** A Gaussian at (1, ½) of deviation 0.3. */
function bell({ grid: { axes } }: DiscretisedSde): Float64Array {
  const mass = Float64Array.from({ length: N * N }, (_, cell) =>
    Math.exp(-((axes[0].centres[Math.floor(cell / N)] - 1) ** 2 + (axes[1].centres[cell % N] - 0.5) ** 2) / 0.18),
  );
  const sum = mass.reduce((a, b) => a + b, 0);
  return mass.map((m) => m / sum);
}

/** The most memory that the process has held so far. */
function peak(): string {
  return `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`;
}
