import { fitLines, lineGenerator } from '../src/fv/line-generator.js';
import { axis } from '../src/grid/axis.js';
import { reducedLines } from '../src/sde/reduced.js';
import { chainLogMass } from '../solvers/steady/line-chain.js';
import { lineCells } from '../solvers/steady/line-grid.js';
import { lineLaw, type LineLaw } from '../solvers/steady/line-law.js';
import { standard } from '../validation/standard-problem.js';
import { best } from './best.js';

const CELLS = 100_000;

/** The one-dimensional steady state at n = 10⁵: in all, in parts, and the generator with its own recursion beside it. */
export function run(): { name: string; milliseconds: number; detail: string }[] {
  return [1, 3].flatMap((depth) => {
    const line = reducedLines(standard({ depth }))[1];
    const grid = axis('v', { kind: 'log', from: 1e-4, to: 1e6, cells: CELLS });
    const law = lineLaw(line) as LineLaw;
    const fitted = fitLines([line], grid);
    const generator = lineGenerator(grid, fitted);
    const row = (name: string, work: () => void) => ({
      name: `${name}, depth ${depth}`,
      milliseconds: best(30, work).milliseconds,
      detail: `n = ${CELLS}`,
    });
    const uniform = axis('v', { kind: 'uniform', from: 1e-4, to: 20, cells: CELLS });
    const steady = (on: typeof grid) => lineCells(lineLaw(line) as LineLaw, fitLines([line], on)[0], CELLS);
    return [
      row('1-D steady state, log axis', () => steady(grid)),
      row('1-D steady state, uniform axis', () => steady(uniform)),
      row('1-D law (adaptive panels)', () => lineLaw(line)),
      row('1-D fit', () => fitLines([line], grid)),
      row('1-D cells', () => lineCells(law, fitted[0], CELLS)),
      row('1-D generator and facts', () => lineGenerator(grid, fitted)),
      row('1-D two-term recursion', () => chainLogMass(generator, 0, CELLS)),
    ];
  });
}
