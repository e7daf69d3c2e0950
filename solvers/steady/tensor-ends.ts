import type { Generator } from '../../src/fv/generator.js';
import type { LogDensity } from './elimination.js';
import { indicesAlong } from './tensor-cells.js';

/** Probability in the outermost cells from which a warning is due. */
const AT_EDGE = 1e-6;

/**
 * Warnings for ends of the grid that hold back mass: how much lies in the outermost cells, how much the tail beyond would hold if it
 * went on falling as it does, and the diffusive flux of probability at the end. None for walls, absorbing ends and periodic axes.
 */
export function endWarnings(generator: Generator, densities: readonly LogDensity[]): string[] {
  return generator.grid.axes.flatMap((axis, k) => {
    if (axis.periodic || densities.length === 0) return [];
    return [0, 1].flatMap((upper) => {
      if (axis.walls?.[upper] || axis.absorbing?.[upper]) return [];
      const layers = densities.map((density) => outermost(generator, density, { k, upper: upper === 1 }));
      const worst = layers.reduce((a, b) => (b.mass > a.mass ? b : a));
      if (!(worst.mass > AT_EDGE)) return [];
      const place = `${axis.name} ${upper === 1 ? '>' : '<'} ${numberOf(axis.edges[upper === 1 ? axis.cells : 0])}`;
      const beyond = worst.beyond === null ? 'more than it shows' : `about ${numberOf(worst.beyond)}`;
      return [
        `grid.${axis.name}: the range cuts off ${beyond} of the mass at ${place}: ${numberOf(worst.mass)} lies in the outermost cells, which reflect, and a flux of ${numberOf(worst.flux)} per unit of time would pass there. Widen the axis.`,
      ];
    });
  });
}

const numberOf = (x: number): string => String(Number(x.toPrecision(2)));

interface End {
  readonly k: number;
  readonly upper: boolean;
}

/** Mass of the outermost layer of cells, the diffusive flux into it, and the sum of a geometric tail beyond it; null where it does not fall. */
function outermost({ grid, rates }: Generator, { mass }: LogDensity, { k, upper }: End) {
  const index = indicesAlong(grid, k);
  const last = upper ? grid.axes[k].cells - 1 : 0;
  const next = upper ? last - 1 : 1;
  let [held, before, flux] = [0, 0, 0];
  for (let cell = 0; cell < grid.size; cell++) {
    if (index[cell] === next) before += mass[cell];
    if (index[cell] !== last) continue;
    held += mass[cell];
    for (let e = rates.rowStart[cell]; e < rates.rowStart[cell + 1]; e++) {
      if (index[rates.column[e]] !== last) flux += rates.value[e] * mass[rates.column[e]];
    }
  }
  const ratio = held / before;
  // Of the jumps to and fro, a part 1 − ratio is diffusion outwards that drift brings back: D ∂p/∂θ, whatever the size of the cells.
  return { mass: held, flux: flux * Math.abs(1 - ratio), beyond: ratio < 1 ? (held * ratio) / (1 - ratio) : null };
}
