import { law } from '../../src/data/analytic.js';
import { model } from '../../src/model/symbolic-loss.js';
import { balanceSystem } from '../../solvers/balance/balance-system.js';
import { orbitSolver } from '../../solvers/balance/balance-point.js';
import { exponentialSymmetry } from '../../solvers/balance/exponential-symmetry.js';
import { trajectories } from '../../solvers/balance/law-of-balance.js';
import { lawSource } from '../../solvers/particles/law-source.js';
import { createChains } from '../../solvers/particles/chains.js';
import { sgdProcess } from '../../solvers/particles/sgd.js';
import { diagonalLinear } from '../../solvers/particles/trainable.js';
import { COLOURS, panelLayout, spaced, trace, type Illustration, type Panel } from './illustration.js';

const DATA = { x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: 'x + e' };
const OPTIONS = { learningRate: 0.01, batchSize: 1 };
const START = [2, 0.3];

/** ‖u‖² − ‖w‖² along four ways to descend. */
function charges(): Panel {
  const text = { parameters: ['u', 'w'], prediction: 'u*w*x' };
  // T as the runs have it, and ∇L∇Lᵀ with h = η as a step of finite size has it.
  const system = balanceSystem(model(text), law(DATA), { ...OPTIONS, modifiedLoss: true });
  const symmetry = exponentialSymmetry([[1, 0], [0, -1]], ['u', 'w']); // prettier-ignore
  const descent = {
    model: model(text),
    system,
    symmetry,
    solver: orbitSolver(system, symmetry),
    source: lawSource(DATA, ['x', 'y']),
    columns: ['x', 'y'],
  };
  const { value } = trajectories(descent, START, { ...OPTIONS, until: 150, frames: 250, seed: 4 });
  const curve = (name: string, y: Float64Array, k: number, dash: 'solid' | 'dash' = 'solid') =>
    trace(name, value.times, y, { color: COLOURS[k], dash });
  return {
    title: 'The conserved quantity of gradient flow',
    note: 'Gradient flow keeps ‖u‖² − ‖w‖²; the noise of SGD removes it at the rate that the law of balance says (dashed); with noise of the same strength in every direction it only wanders.',
    figure: {
      data: [
        curve('gradient flow', value.gradientFlow, 0),
        curve('SGD', value.sgd, 1),
        curve('law of balance along that run', value.predicted, 2, 'dash'),
        curve('isotropic noise', value.isotropic, 3),
      ],
      layout: panelLayout({ title: 'time (learning rate × steps)' }, { title: 'u² − w²' }),
    },
  };
}

/** Paths of SGD in the plane. */
function plane(): Panel {
  const source = lawSource(DATA, ['x', 'y']);
  const process = sgdProcess({ model: diagonalLinear(1, 1), data: source, ...OPTIONS, learningRate: 0.05 });
  const starts = [
    [2, 0.3],
    [0.25, 1.9],
    [-1.6, 0.5],
  ];
  const paths = starts.map((start, k) => {
    const chains = createChains(process, { count: 1, seed: 20 + k, initial: (_, theta) => theta.set(start) });
    const points = Array.from({ length: 400 }, () => {
      const point = Array.from(chains.theta);
      process.advance(chains, 2);
      return point;
    });
    return trace(`SGD from (${start.join(', ')})`, points.map(([u]) => u), points.map(([, w]) => w), { color: COLOURS[k + 1], width: 1.2 }); // prettier-ignore
  });
  const branch = spaced([0.35, 2.9], 60, true);
  const valley = [...branch, NaN, ...branch.map((u) => -u)];
  return {
    title: 'Paths in the plane of u and w',
    note: 'The loss is least on the hyperbolas uw = 1. SGD falls into a valley and slides along it to the balanced manifold |u| = |w|.',
    figure: {
      data: [
        trace('least loss', valley, valley.map((u) => 1 / u), { color: COLOURS[0], dash: 'dot' }), // prettier-ignore
        trace('balanced: |u| = |w|', [-2.2, 2.2, NaN, -2.2, 2.2], [-2.2, 2.2, NaN, 2.2, -2.2], { color: '#7f8b97', dash: 'dash' }), // prettier-ignore
        ...paths,
      ],
      layout: panelLayout({ title: 'u', range: [-2.4, 2.4] }, { title: 'w', range: [-2.4, 2.4] }),
    },
  };
}

/** Fig. 1. */
export const balance: Illustration = {
  name: 'balance',
  title: 'SGD balances what gradient descent conserves',
  reference: '[NB] Fig. 1, Th. 3.1',
  caption: 'Two layers f = uwx on y = x + ε, σ = ½, batches of one sample; η = 0.01 on the left, 0.05 on the right.',
  cost: 0.5,
  draw: () => [charges(), plane()],
};
