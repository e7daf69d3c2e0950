import { describe, expect, it } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { refuseFixedPoints } from '../../src/fv/fixed-point.js';
import { grid } from '../../src/grid/grid.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';

describe('refuseFixedPoints', () => {
  const data = law({ x: 'normal(0,1)', e: 'normal(0,0.5)', y: '1.2*x+e' });
  const sde = sgd(model({ prediction: 'u*w*x', parameters: ['u', 'w'] }), data, { temperature: 0.1, weightDecay: 0 });

  it('throws for a node on the saddle of u*w*x, and for that alone', () => {
    expect(() => refuseFixedPoints(sde, grid({ u: [-2, 2, 21], w: [-2, 2, 21] }))).toThrow(
      'grid: no node on a fixed point of the SDE, got u = 0, w = 0. Use an even number of cells, or shift the range a little.',
    );
    expect(() => refuseFixedPoints(sde, grid({ u: [-2, 2, 21], w: [-2, 2, 20] }))).not.toThrow();
    expect(() => refuseFixedPoints(sde, grid({ u: [-1e-9, 1e-9, 20], w: [-1e-9, 1e-9, 20] }))).not.toThrow();
  });
});
