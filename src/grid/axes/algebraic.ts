import type { AxisMapping } from '../axis-spec.js';
import { positive } from '../range.js';

/** θ = centre + scale·t/√(1 − t²), t ∈ (−1, 1): the whole line; the outermost cells reach to ±∞. */
export const algebraic: AxisMapping = {
  map(spec, path) {
    const centre = spec.centre ?? 0;
    const scale = positive(spec.scale, 1, `${path}.scale`);
    return (x) => {
      const t = 2 * x - 1;
      return centre + (scale * t) / Math.sqrt((1 - t) * (1 + t));
    };
  },
};
