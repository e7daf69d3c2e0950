import type { AxisMapping } from '../axis-spec.js';
import { finiteRange, positive } from '../range.js';

/** θ = centre + scale·sinh(t): equal cells within `scale` of the centre, growing geometrically beyond. */
export const sinh: AxisMapping = {
  map(spec, path) {
    const [from, to] = finiteRange(spec, path);
    const centre = spec.centre ?? (from + to) / 2;
    const scale = positive(spec.scale, (to - from) / 20, `${path}.scale`);
    const [low, high] = [Math.asinh((from - centre) / scale), Math.asinh((to - centre) / scale)];
    return (x) => (x === 0 ? from : x === 1 ? to : centre + scale * Math.sinh(low + (high - low) * x));
  },
};
