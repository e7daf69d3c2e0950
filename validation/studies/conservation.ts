import { axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { generic, interpolating, standard } from '../standard-problem.js';
import { atLeast, atMost, type Study } from '../study.js';

const TIMES = [1e-6, 1e-3, 0.1, 1, 10, 1e3, 1e6];

const CASES: readonly (readonly [string, DiagonalLinearProblem, AxisSpec])[] = [
  [
    'depth 0',
    generic({ depth: 0, temperature: 1 }),
    { kind: 'sinh', from: -40, to: 40, centre: 0, scale: 1, cells: 600 },
  ],
  ['depth 1, both signs', standard(), { kind: 'signed-log', from: 1e-6, to: 50, cells: 600 }],
  ['depth 1 above T_c', standard({ temperature: 0.5 }), { kind: 'signed-log', from: 1e-9, to: 50, cells: 600 }],
  ['depth 3, width 2', generic({ depth: 3, width: 2 }), { kind: 'log', from: 1e-4, to: 50, cells: 600 }],
  [
    'interpolation with decay',
    interpolating(1.2, 0, { weightDecay: 0.1 }),
    { kind: 'signed-log', from: 1e-5, to: 30, cells: 600 },
  ],
];

/** Mass and sign. */
export const conservation: Study = {
  name: 'conservation',
  claim: 'No probability is lost and none becomes negative, from t = 10⁻⁶ to 10⁶, and none crosses v = 0 at depth ≥ 1.',
  reference: 'jumps only: rates ≥ 0 and columns that sum to zero',
  cost: 1,
  run: () =>
    CASES.flatMap(([name, problem, spec]) => {
      const line = axis('v', spec);
      const { generator } = generatorOnAxis(reducedLines(problem), line);
      const mass = new Float64Array(line.cells);
      const cells = [0.3, 0.6, 0.9].map((share) => Math.floor(share * line.cells));
      for (const cell of cells) mass[cell] += 1 / cells.length;
      const { massError, smallestMass, frames } = evolve(generator, { grid: generator.grid, mass }, TIMES).value;
      const below = (m: Float64Array): number =>
        m.reduce((sum, value, i) => (line.centres[i] < 0 ? sum + value : sum), 0);
      const moved = frames.map(({ density }) => Math.abs(below(density.mass) - below(mass)));
      return [
        atLeast(`${name}: smallest rate`, generator.facts.smallestRate, 0),
        atMost(`${name}: largest column sum over its diagonal`, generator.facts.columnDefect, 1e-14),
        atMost(`${name}: |Σ mass − 1| at any time`, massError, 1e-13),
        atLeast(`${name}: smallest mass at any time`, smallestMass, -1e-15),
        ...(problem.depth > 0 ? [atMost(`${name}: probability that crossed v = 0`, Math.max(...moved), 1e-13)] : []),
      ];
    }),
};
