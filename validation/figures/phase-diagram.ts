import { logDensityOf } from '../../solvers/steady/stationary.js';
import { phaseDiagram, REGIMES } from '../regimes.js';
import { noisyLine, steadyOf } from '../standard-problem.js';
import { COLOURS, panelLayout, spaced, trace, type Illustration, type Panel } from './illustration.js';

const CELLS = 100;
const [SIGMA, TEMPERATURE] = [3, 0.6];
/** Ground colours of the five regimes. */
const GROUND = ['#2f81d8', '#1f9e77', '#9bd3bf', '#e8a25f', '#d6455d'];

/** Names of the regimes and where they stand in the diagram. */
const LABELS: readonly (readonly [string, number, number])[] = [
  ['I', 0.5, 0.07],
  ['IIa', 0.4, 0.3],
  ['IIb', 1.4, 0.17],
  ['IIIa', 0.35, 0.55],
  ['IIIb', 2, 0.38],
];

/** The lattice of regimes that the solver sees, under the lines of the formulas. */
function diagram(): Panel {
  const { sigmas, temperatures, regime, lines } = phaseDiagram(1, [SIGMA, TEMPERATURE], CELLS);
  const rows = Array.from(temperatures, (_, row) => Array.from(regime.subarray(row * CELLS, (row + 1) * CELLS)));
  const scale = GROUND.flatMap((color, i) => [
    [i / GROUND.length, color],
    [(i + 1) / GROUND.length, color],
  ]);
  const heat = {
    type: 'heatmap',
    x: Array.from(sigmas, (s) => Number(s.toPrecision(6))),
    y: Array.from(temperatures, (t) => Number(t.toPrecision(6))),
    z: rows,
    zmin: -0.5,
    zmax: REGIMES.length - 0.5,
    colorscale: scale,
    opacity: 0.75,
    showscale: false,
    hovertemplate: 'σ = %{x:.3g}, T = %{y:.3g}<extra></extra>',
  };
  const line = (name: string, values: number[], dash: 'solid' | 'dash' | 'dot') =>
    trace(name, sigmas, values, { color: '#111111', dash, width: 2 });
  return {
    title: 'Regimes over label noise and temperature',
    note: `Colour: what the solver sees at ${CELLS} × ${CELLS} points, with no formula. Lines: T_c, T_c/3 and T*. The line T* ends on T_c/3 at σ = √(14/3) and rises without bound at σ = √(8/21).`,
    figure: {
      data: [
        heat,
        line('T<sub>c</sub>', lines.map(({ critical }) => critical), 'solid'), // prettier-ignore
        line('T<sub>c</sub>/3', lines.map(({ singular }) => singular), 'dot'), // prettier-ignore
        line('T*', lines.map(({ transitional }) => transitional), 'dash'), // prettier-ignore
      ],
      layout: panelLayout(
        { title: 'standard deviation σ of the labels', range: [0, SIGMA] },
        { title: 'temperature T', range: [0, TEMPERATURE] },
        {
          annotations: LABELS.map(([text, x, y]) => ({
            text,
            x,
            y,
            showarrow: false,
            font: { size: 16, color: '#111111' },
          })),
        },
      ),
    },
  };
}

/** A density of each regime that has one. */
function examples(): Panel {
  const places = spaced([1e-4, 3], 500, true);
  const data = [0.06, 0.15, 0.25].map((temperature, k) => {
    const state = steadyOf(noisyLine(1, 1, { temperature }));
    const density = places.map((v) => Math.exp(logDensityOf(state, v)));
    return trace(`T = ${temperature}: ${['I', 'IIa', 'IIb'][k]}`, places, density, { color: COLOURS[k] });
  });
  return {
    title: 'Densities at σ = 1',
    note: 'Regime I vanishes at 0; IIa is infinite there and keeps a maximum; in IIb the maximum is gone. Above T_c = 1/3 all probability is at 0.',
    figure: {
      data,
      layout: panelLayout({ title: 'model v', range: [0, 3] }, { title: 'density p(v)', range: [0, 2] }),
    },
  };
}

/** Fig. 4. */
export const phaseDiagramFigure: Illustration = {
  name: 'phase-diagram',
  title: 'The five regimes of two layers',
  reference: '[NB] Fig. 4, with the line T* corrected',
  caption: 'f = uwx on x ~ N(0, 1), y = x + N(0, σ²).',
  cost: 3,
  draw: () => [diagram(), examples()],
};
