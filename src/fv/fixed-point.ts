import type { Grid } from '../grid/grid.js';
import { InputError } from '../num/input-error.js';
import type { Sde } from '../sde/sde.js';

/** Drift and diffusion below this part of what they are in the neighbouring cells count as none. */
const NONE = 1e-12;

/**
 * Throws InputError where a node of a grid lies on a fixed point of the SDE, where neither drift nor noise acts: its cell would swallow all
 * mass that gets there, which no path of the SDE does.
 */
export function refuseFixedPoints(sde: Sde, { axes, size }: Grid): void {
  const d = axes.length;
  const [theta, a, D] = [new Float64Array(d), new Float64Array(d), new Float64Array(d * d)];
  const strength = (): number => {
    sde.drift(theta, a);
    sde.diffusion(theta, D);
    return Math.max(...a.map(Math.abs), ...D.map(Math.abs));
  };
  for (let cell = 0; cell < size; cell++) {
    let rest = cell;
    for (let k = d - 1; k >= 0; k--) {
      theta[k] = axes[k].centres[rest % axes[k].cells];
      rest = Math.floor(rest / axes[k].cells);
    }
    const here = strength();
    if (here > 1e-6 || Number.isNaN(here)) continue;
    const node = Array.from(theta);
    theta.forEach((x, k) => (theta[k] = x + axes[k].widths[0] / 2));
    if (here > NONE * strength()) continue;
    const got = axes.map(({ name }, k) => `${name} = ${Number(node[k].toPrecision(6))}`).join(', ');
    const cure = 'Use an even number of cells, or shift the range a little.';
    throw new InputError('grid', 'no node on a fixed point of the SDE', got, cure);
  }
}
