import { InputError } from '../../num/input-error.js';
import type { AxisMapping } from '../axis-spec.js';
import { finiteRange } from '../range.js';

/** Cells in constant ratio between two ends of the same sign. */
export const log: AxisMapping = {
  map(spec, path) {
    const [from, to] = finiteRange(spec, path);
    if (!(from * to > 0)) {
      throw new InputError(
        path,
        'ends of one sign, neither 0',
        `[${from}, ${to}]`,
        'Use kind: signed-log for both signs.',
      );
    }
    return (x) => from * Math.exp(x * Math.log(to / from));
  },
};
