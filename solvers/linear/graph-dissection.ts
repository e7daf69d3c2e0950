import { transpose } from '../../src/num/csr.js';
import type { Csr } from '../../src/num/csr.js';
import { LEAF, openTree } from './dissection.js';
import type { Dissection, TreeBuilder } from './dissection.js';

/**
 * Nested dissection of any sparse matrix by breadth-first search: a set of states is put in order of distance from a state
 * at its rim and halved; the states of the near half that are joined to the far half separate the two. For matrices that
 * do not live on a grid; where they do, `dissectGrid` finds smaller separators. `active[i] = 0` leaves state i out.
 */
export function dissectGraph(rates: Csr, active: Uint8Array): Dissection {
  const builder = openTree(active);
  const graph = { into: rates, outOf: transpose(rates), label: new Int32Array(rates.rows), labels: 0, builder };
  const all: number[] = [];
  for (let i = 0; i < rates.rows; i++) if (active[i] === 1) all.push(i);
  dissectSet(graph, all);
  return builder.finish();
}

interface Graph {
  readonly into: Csr;
  readonly outOf: Csr;
  /** label[i] names the set that state i was last put in. */
  readonly label: Int32Array;
  labels: number;
  readonly builder: TreeBuilder;
}

/** Returns the fronts that the set leaves without a parent. */
function dissectSet(graph: Graph, states: readonly number[]): readonly number[] {
  const { builder, label } = graph;
  if (states.length <= LEAF) return builder.front(states, []);
  const rim = breadthFirst(graph, states, states[0])[states.length - 1];
  const ordered = breadthFirst(graph, states, rim);
  const far = ordered.slice(ordered.length >> 1);
  const name = ++graph.labels;
  for (const i of far) label[i] = name;
  const separator: number[] = [];
  const near: number[] = [];
  for (const i of ordered.slice(0, ordered.length >> 1)) (touches(graph, i, name) ? separator : near).push(i);
  const children = [...dissectSet(graph, near), ...dissectSet(graph, far)];
  return builder.front(separator, children);
}

function touches({ into, outOf, label }: Graph, i: number, name: number): boolean {
  for (const { rowStart, column } of [into, outOf]) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) if (label[column[k]] === name) return true;
  }
  return false;
}

/** The states in order of distance from `origin`, followed by those that it does not reach. */
function breadthFirst(graph: Graph, states: readonly number[], origin: number): number[] {
  const { into, outOf, label } = graph;
  const inside = ++graph.labels;
  const seen = ++graph.labels;
  for (const i of states) label[i] = inside;
  const queue: number[] = [];
  let head = 0;
  for (const seed of [origin, ...states]) {
    if (label[seed] !== inside) continue;
    label[seed] = seen;
    queue.push(seed);
    for (; head < queue.length; head++) {
      for (const { rowStart, column } of [into, outOf]) {
        for (let k = rowStart[queue[head]]; k < rowStart[queue[head] + 1]; k++) {
          if (label[column[k]] !== inside) continue;
          label[column[k]] = seen;
          queue.push(column[k]);
        }
      }
    }
  }
  return queue;
}
