import type { Axis } from '../grid/axis.js';
import { gridOf } from '../grid/grid.js';
import { assembleJumps } from '../num/csr.js';
import { logAdd, marcher } from '../num/panel.js';
import type { LineSde } from '../sde/line.js';
import type { Generator } from './generator.js';
import { lineFit } from './line-fit.js';
import { measuredFacts } from './measured-facts.js';

/**
 * The exponentially fitted generator of a parameter on a circle, on a periodic axis that goes around it once: the rates of
 * `lineGenerator`, and between the last cell and the first. Where a current flows, q = D p of its steady state still is exact at the
 * nodes on any grid (docs/derivations/periodic-line.md); the masses of cells are exact to second order.
 */
export function cyclicGenerator(axis: Axis, evaluate: LineSde['evaluate']): Generator {
  const { cells: n, centres, edges } = axis;
  const fit = lineFit({ evaluate, settled: [edges[0], edges[n]] }, centres, edges);
  const { march } = marcher(evaluate);
  // The face that closes the circle: from the last node up to its edge, and on from the first edge to the first node.
  const right = { ...march(centres[n - 1], edges[n]) };
  const left = march(edges[0], centres[0]);
  const phi = [...fit.phi, right.phi + left.phi];
  const resistance = [...fit.logResistance, logAdd(right.logResistance, left.logResistance - right.phi)];
  const jumps = { from: [] as number[], to: [] as number[], rate: [] as number[] };
  const jump = (from: number, to: number, logRate: number): void => {
    jumps.from.push(from);
    jumps.to.push(to);
    jumps.rate.push(Math.exp(logRate));
  };
  for (let i = 0; i < n; i++) {
    const next = (i + 1) % n;
    jump(i, next, -fit.logVolume[i] - resistance[i]);
    jump(next, i, -phi[i] - resistance[i] - fit.logVolume[next]);
  }
  const rates = assembleJumps(n, jumps);
  return { grid: gridOf([axis]), rates, facts: measuredFacts(rates) };
}
