import { InputError } from '../../num/input-error.js';
import type { AxisMapping } from '../axis-spec.js';
import { finiteRange } from '../range.js';

/**
 * Both signs: cells in constant ratio from `from` to `to` on each side of 0, mirrored. The two innermost cells reach to 0,
 * so that nothing is left out, and 0 itself is an edge and never a node.
 */
export const signedLog: AxisMapping = {
  map(spec, path) {
    const [from, to] = finiteRange(spec, path);
    if (!(from > 0))
      throw new InputError(`${path}.from`, 'a positive number', String(from), 'It is the smallest |v| resolved.');
    if (spec.cells % 2 !== 0) {
      throw new InputError(
        `${path}.cells`,
        'an even number',
        String(spec.cells),
        'Half of the cells lie on each side of 0.',
      );
    }
    const growth = Math.log(to / from);
    return (x) => {
      const t = 2 * x - 1;
      return t === 0 ? 0 : Math.sign(t) * from * Math.exp(Math.abs(t) * growth);
    };
  },
};
