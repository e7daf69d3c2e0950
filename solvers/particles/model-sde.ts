import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import type { Sde } from '../../src/sde/sde.js';

/**
 * The reduced SDE in the model v itself, for schemes that take any Sde: a_v = v′(y)(a_y + D_y v″/v′) and D_v = D_y v′(y)² from the
 * line that holds v. Fixed points between lines have neither drift nor noise.
 */
export function modelSde(p: DiagonalLinearProblem): Sde {
  const lines = reducedLines(p);
  const pair = new Float64Array(2);
  /** Writes a_v and D_v to `pair`. */
  const evaluate = (v: number): void => {
    const line = lines.find(({ map }) => v > map.support[0] && v < map.support[1]);
    if (line === undefined) {
      // Infinities and NaN go on as such, so that the chain counts as lost.
      pair.fill(Number.isFinite(v) ? 0 : NaN);
      return;
    }
    const { map } = line;
    const y = map.coordinate(v);
    line.evaluate(y, pair);
    const slope = map.orientation * Math.exp(map.logJacobian(y));
    pair[0] = slope * (pair[0] + pair[1] * map.curvature(y));
    pair[1] *= slope * slope;
  };
  return {
    names: ['v'],
    drift(theta, out) {
      evaluate(theta[0]);
      out[0] = pair[0];
    },
    diffusion(theta, out) {
      evaluate(theta[0]);
      out[0] = pair[1];
    },
  };
}
