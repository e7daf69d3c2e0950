import { law } from '../../src/data/analytic.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { parameterLines } from '../../src/sde/parameter-lines.js';
import { logDensityOf, stationaryOnLines } from '../../solvers/steady/stationary.js';
import { standard, steadyOf } from '../standard-problem.js';
import { COLOURS, panelLayout, spaced, trace, type Illustration, type Panel } from './illustration.js';

const DEPTHS = [0, 1, 2, 4];
const PLACES = [...spaced([-1.5, -0.01], 60), ...spaced([1e-3, 3.2], 400)];

/** p(v) by depth at one temperature; a depth without a density is named in the note. */
function byDepth(temperature: number, note: string): Panel {
  const states = DEPTHS.map((depth) => ({ depth, state: steadyOf(standard({ depth, temperature })) }));
  const alive = states.filter(({ state }) => state.laws.length > 0);
  const gone = states.filter(({ state }) => state.laws.length === 0).map(({ depth }) => `depth ${depth}`);
  const data = alive.map(({ depth, state }) => {
    const places = PLACES.filter((v) => depth === 0 || v > 0);
    const density = places.map((v) => Math.exp(logDensityOf(state, v)));
    return trace(`depth ${depth}`, places, density, { color: COLOURS[DEPTHS.indexOf(depth)] });
  });
  return {
    title: `Stationary densities at T = ${temperature}`,
    note: gone.length > 0 ? `${note} No density: ${gone.join(', ')}, which has collapsed to v = 0.` : note,
    figure: {
      data,
      layout: panelLayout({ title: 'model v', range: [-1, 3] }, { title: 'density p(v)', range: [0, 1.8] }),
    },
  };
}

/** One weight inside a tanh. */
function saturating(): Panel {
  const data = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: 'tanh(x) + e' });
  const places = spaced([-1, 4], 400);
  const densities = [0.05, 0.2, 0.5].map((temperature, k) => {
    const lines = parameterLines(sgd(model({ parameters: ['v'], prediction: 'tanh(v*x)' }), data, { temperature }));
    const state = stationaryOnLines(lines, 'auto');
    const density = places.map((v) => Math.exp(logDensityOf(state, v)));
    return trace(`T = ${temperature}`, places, density, { color: COLOURS[k] });
  });
  return {
    title: 'One saturating neuron, f = tanh(vx)',
    note: 'Saturation weakens the pull back from large v, so the density leans to the right as T rises.',
    figure: {
      data: densities,
      layout: panelLayout({ title: 'weight v', range: [-1, 4] }, { title: 'density p(v)', range: [0, 3.9] }),
    },
  };
}

/** Fig. 3. */
export const densities: Illustration = {
  name: 'densities',
  title: 'Shallow and deep networks have different stationary laws',
  reference: '[NB] Fig. 3, Eqs. (12), (15) and (94)',
  caption: 'Diagonal linear networks of width 1 on x ~ N(0, 1), y = x + N(0, 1); T_c = 1/3 at depth 1.',
  cost: 2,
  draw: () => [
    byDepth(
      0.05,
      'Without hidden layers the law is nearly symmetric and covers both signs; deeper networks keep to v > 0.',
    ),
    byDepth(0.25, 'Below T_c depth 1 is already infinite at v = 0; depth ≥ 2 vanishes there.'),
    byDepth(0.5, 'Above T_c.'),
    saturating(),
  ],
};
