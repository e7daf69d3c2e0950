import { logDensityOf } from '../../solvers/steady/stationary.js';
import { standard, steadyOf } from '../standard-problem.js';
import { COLOURS, panelLayout, spaced, trace, type Illustration, type Panel } from './illustration.js';

const DEPTHS = [0, 1, 2, 3, 8];

/** Power laws on logarithmic axes. */
function tails(): Panel {
  const places = spaced([0.05, 300], 200, true);
  const data = DEPTHS.map((depth, k) => {
    const state = steadyOf(standard({ depth, temperature: 0.2 }));
    const density = places.map((v) => Math.exp(logDensityOf(state, v)));
    const exponent = state.components[0].tailExponent!;
    return trace(`depth ${depth}: v<sup>${exponent.toFixed(2).replace('-', '−')}</sup>`, places, density, {
      color: COLOURS[k],
    });
  });
  return {
    title: 'Tails at T = 0.2',
    note: 'At depth 1 or more the exponent is −5 + 3/(D + 1), whatever the data and T; without hidden layers it depends on both.',
    figure: {
      data,
      layout: panelLayout(
        { title: 'model v', type: 'log', range: [0.05, 300] },
        { title: 'density p(v)', type: 'log', range: [1e-13, 5] },
      ),
    },
  };
}

/** Mean and variance against temperature. */
function inversion(): Panel {
  const temperatures = spaced([0.002, 0.3325], 70);
  const first = (depth: number, T: number) => steadyOf(standard({ depth, temperature: T })).components[0];
  const deep = temperatures.map((T) => first(1, T));
  const shallow = temperatures.map((T) => first(0, T));
  return {
    title: 'Fluctuation inversion',
    note: 'The variance of two layers peaks at 0.61 T_c and vanishes at T_c = 1/3, together with the mean; without hidden layers it only grows.',
    figure: {
      data: [
        trace('variance, depth 1', temperatures, deep.map((c) => c.variance), { color: COLOURS[0] }), // prettier-ignore
        trace('mean, depth 1', temperatures, deep.map((c) => c.mean), { color: COLOURS[0], dash: 'dash' }), // prettier-ignore
        trace('variance, depth 0', temperatures, shallow.map((c) => c.variance), { color: COLOURS[1] }), // prettier-ignore
      ],
      layout: panelLayout(
        { title: 'temperature T', range: [0, 0.335] },
        { title: 'mean and variance of v', range: [0, 1.05] },
      ),
    },
  };
}

/** Width against depth. */
function widthAgainstDepth(): Panel {
  const depths = [1, 2, 4, 8, 16, 32, 64, 128];
  const mean = (width: (depth: number) => number) =>
    depths.map((depth) => {
      // With T = 0.2 the narrow networks of great depth have means too small to be drawn.
      return steadyOf(standard({ depth, width: width(depth), temperature: 0.2 })).components[0].mean;
    });
  return {
    title: 'Only the ratio of width to depth matters when both are large',
    note: 'A fixed width loses the signal as depth grows; a width in proportion to the depth keeps it.',
    figure: {
      data: [
        trace('width 1', depths, mean(() => 1), { color: COLOURS[0], mode: 'lines+markers' }), // prettier-ignore
        trace('width 8', depths, mean(() => 8), { color: COLOURS[1], mode: 'lines+markers' }), // prettier-ignore
        trace('width = depth + 1', depths, mean((D) => D + 1), { color: COLOURS[2], mode: 'lines+markers' }), // prettier-ignore
      ],
      layout: panelLayout({ title: 'depth D', type: 'log', range: [0.9, 140] }, { title: 'mean of v', range: [0, 1] }),
    },
  };
}

/** Fig. 5. */
export const tailsFigure: Illustration = {
  name: 'tails',
  title: 'Tails, fluctuations and size',
  reference: '[NB] Fig. 5 and section 5',
  caption: 'Diagonal linear networks on x ~ N(0, 1), y = x + N(0, 1).',
  cost: 3,
  draw: () => [tails(), inversion(), widthAgainstDepth()],
};
