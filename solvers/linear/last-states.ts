import type { Dissection } from './dissection.js';

/**
 * A dissection of the first states of a matrix, continued by those after them: the active ones go into one front above all others,
 * so that whatever they are joined to, no two fronts are joined that may not be. `active` covers all states.
 */
export function withLastStates(dissection: Dissection, active: Uint8Array): Dissection {
  const { states, order, start, parent } = dissection;
  const last: number[] = [];
  for (let state = states; state < active.length; state++) if (active[state] === 1) last.push(state);
  if (last.length === 0) return { ...dissection, states: active.length };
  const top = parent.length;
  return {
    states: active.length,
    order: joined(order, last),
    start: joined(start, [order.length + last.length]),
    parent: joined(
      parent.map((front) => (front < 0 ? top : front)),
      [-1],
    ),
  };
}

function joined(list: Int32Array, more: readonly number[]): Int32Array {
  const all = new Int32Array(list.length + more.length);
  all.set(list);
  all.set(more, list.length);
  return all;
}
