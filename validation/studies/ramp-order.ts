import { axis } from '../../src/grid/axis.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { evolveRamp } from '../../solvers/evolve/ramp.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { fittedOrder } from '../convergence.js';
import { standard } from '../standard-problem.js';
import { atMost, equal, type Study } from '../study.js';

const line = axis('v', { kind: 'uniform', from: -3, to: 5, cells: 150 });
const generatorAt = (temperature: number) =>
  generatorOnAxis(reducedLines(standard({ depth: 0, temperature })), line).generator;

/** The number of steps and Σ|error| of TR-BDF2 at a tolerance, against the exponential where nothing changes. */
function measured(tolerance: number): { steps: number; error: number; share: number } {
  const generator = generatorAt(0.1);
  const shape = line.centres.map((v) => Math.exp(-((v + 0.5) ** 2) / 0.1));
  const total = shape.reduce((sum, m) => sum + m, 0);
  const start = { grid: generator.grid, mass: shape.map((m) => m / total) };
  const exact = evolve(generator, start, [0.5]).value.frames[0].density.mass;
  const run = evolveRamp(() => generator, start, [0.5], { tolerance });
  const { mass } = run.value.frames[0].density;
  const error = mass.reduce((sum, m, i) => sum + Math.abs(m - exact[i]), 0);
  return { steps: run.stats['steps'], error, share: error / run.stats['errorEstimate'] };
}

/** The integrator for coefficients that change in time. */
export const rampOrder: Study = {
  name: 'ramp-order',
  claim: 'TR-BDF2, which follows ramps of the learning rate, is of second order in its steps.',
  reference: 'Hosea & Shampine, Appl. Numer. Math. 20 (1996)',
  cost: 0.5,
  run: (scale) => {
    const tolerances = scale > 1 ? [1e-5, 1e-6, 1e-7, 1e-8, 1e-9] : [1e-5, 1e-6, 1e-7];
    const runs = tolerances.map(measured);
    const order = fittedOrder(
      runs.map(({ steps }) => steps),
      runs.map(({ error }) => error),
    );
    return [
      equal('order of Σ|error| in the number of steps', order, 2, 0.25),
      atMost('largest Σ|error| over the estimate that the run reports', Math.max(...runs.map(({ share }) => share)), 1),
    ];
  },
};
