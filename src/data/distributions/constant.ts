import type { Distribution, LawFamily } from './distribution.js';
import { numbers } from './distribution.js';

/** The number c. */
export const constant: LawFamily = {
  name: 'constant',
  parameters: ['c'],
  create(call, family) {
    const [c] = numbers(call, family);
    return fixedAt(call.text, c);
  },
};

/** The law of a column that is `c` in every sample. */
export function fixedAt(text: string, c: number): Distribution {
  return {
    text,
    centre: c,
    scale: 0,
    recurrence: { symmetric: true, a: () => 0, b: () => 0 },
    momentsBelow: Infinity,
    atoms: 1,
    rule: () => ({ nodes: Float64Array.of(c), weights: Float64Array.of(1) }),
  };
}
