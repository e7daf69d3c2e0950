import { law } from '../../src/data/analytic.js';
import { discretise } from '../../src/fv/discretise.js';
import { grid } from '../../src/grid/grid.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { parameterLines } from '../../src/sde/parameter-lines.js';
import { logDensityOf, stationaryOnLines } from '../../solvers/steady/stationary.js';
import { productLaw } from '../../solvers/steady/product-law.js';
import { steadyState } from '../../solvers/steady/steady-state.js';
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

/** One layer of tanh against two, on data whose signal is weak: the deep model hardly ever has the wrong sign. */
function saturating(): Panel {
  const data = law({ x: 'discrete([-2, -1, 1, 2])', e: 'normal(0, 1)', y: '0.1*x + e' });
  const noise = (parameters: string[], prediction: string) =>
    sgd(model({ parameters, prediction }), data, { temperature: 0.01 });
  const places = spaced([-0.4, 0.6], 400);
  const state = stationaryOnLines(parameterLines(noise(['v'], 'tanh(v*x)')), 'auto');
  const shallow = places.map((v) => Math.exp(logDensityOf(state, v)));
  const rates = discretise(noise(['u', 'w'], 'w*tanh(u*x)'), grid({ u: [-1, 1, 96], w: [-1, 1, 96] }));
  const product = productLaw(steadyState(rates).value, ['u', 'w']);
  const deep = Array.from(product.mass, (mass, i) => mass / product.widths[i]);
  const negative = places.reduce((sum, v, i) => sum + (v < 0 ? shallow[i] * (places[1] - places[0]) : 0), 0);
  const share = (p: number): string => `${(100 * p).toFixed(p < 1e-3 ? 3 : 0)} %`;
  return {
    title: 'One and two layers of tanh at T = 0.01',
    note: `On y = 0.1 x + ε the shallow model has the wrong sign with probability ${share(negative)}, the deep one with ${share(1 - product.positive)}.`,
    figure: {
      data: [
        trace('v of tanh(vx)', places, shallow, { color: COLOURS[0] }),
        trace('uw of w tanh(ux)', Array.from(product.centres), deep, { color: COLOURS[1] }),
      ],
      layout: panelLayout({ title: 'v or uw', range: [-0.3, 0.5] }, { title: 'density', range: [0, 11] }),
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
