import { axis } from '../../src/grid/axis.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { steadyState } from '../../solvers/steady/steady-state.js';
import { labelNoiseOnly } from '../standard-problem.js';
import { atMost, equalRelative, type Study } from '../study.js';

const TIMES = Array.from({ length: 60 }, (_, k) => 0.05 * k);

/** The second law. */
export const entropyDecay: Study = {
  name: 'entropy-decay',
  claim: 'The relative entropy to the steady state falls at every time, at late times at twice the spectral gap.',
  reference: 'H-theorem of Markov chains; gap 4(β₂ − 3Tα₃) of label noise at depth 1, T < T_c/5',
  cost: 0.3,
  run: () => {
    const line = axis('v', { kind: 'log', from: 1e-6, to: 30, cells: 1500 });
    const problem = labelNoiseOnly(1, 1, { temperature: 0.05 });
    const lines = reducedLines(problem).filter(({ name }) => name === 'v>0');
    const { generator } = generatorOnAxis(lines, line);
    const steady = steadyState(generator).value.mass;
    const mass = new Float64Array(line.cells);
    mass[line.centres.findIndex((v) => v > 2)] = 1;
    const { frames } = evolve(generator, { grid: generator.grid, mass }, TIMES).value;
    const entropy = frames.map(({ density }) =>
      density.mass.reduce((sum, m, i) => (m > 0 && steady[i] > 0 ? sum + m * Math.log(m / steady[i]) : sum), 0),
    );
    const rises = entropy.slice(1).map((h, k) => h - entropy[k]);
    const late = Math.log(entropy[40] / entropy[50]) / (TIMES[50] - TIMES[40]);
    return [
      atMost('largest change of the relative entropy between two times', Math.max(...rises), -1e-10),
      equalRelative('rate of decay from t = 2 to 2.5', late, 2 * 4 * (1 - 3 * 0.05), 0.01),
    ];
  },
};
