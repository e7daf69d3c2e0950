import type { AxisMapping } from '../axis-spec.js';
import { finiteRange } from '../range.js';

/** Equal cells from `from` to `to`. */
export const uniform: AxisMapping = {
  map(spec, path) {
    const [from, to] = finiteRange(spec, path);
    return (x) => from + (to - from) * x;
  },
};
