import type { Csr } from './csr.js';
import { InputError } from './input-error.js';

/** The closed communicating classes of a Markov generator and the cells outside them. */
export interface ClosedClasses {
  /** Number of closed classes; at least 1 for a chain with at least one cell. */
  readonly count: number;
  /** label[i] is the closed class (0 … count − 1, in order of their lowest cell) that holds cell i, or −1 if i is transient. */
  readonly label: Int32Array;
}

/** Strongly connected components: component[i] in 0 … count − 1, in the order in which the search closed them. */
export interface Components {
  readonly count: number;
  readonly component: Int32Array;
}

/**
 * Strongly connected components of the graph with an edge wherever an off-diagonal entry is positive.
 * Tarjan (1972) with an explicit stack, O(entries): a recursion would overflow on a chain of a million cells.
 * The rows of a generator list where a jump comes from, so the search walks every edge backwards; the components are the same.
 * Throws InputError for a matrix that is not square.
 */
export function stronglyConnected(rates: Csr): Components {
  const n = rates.rows;
  if (rates.columns !== n) {
    throw new InputError('stronglyConnected', 'a square matrix', `${n} × ${rates.columns}`, 'Pass a generator.');
  }
  const { rowStart, column, value } = rates;
  const component = new Int32Array(n).fill(-1);
  const order = new Int32Array(n); // 1 + the time of discovery; 0 = not seen yet
  const low = new Int32Array(n); // the earliest cell known to be reachable
  const cursor = new Int32Array(n); // next entry of the row to look at
  const open = new Int32Array(n); // Tarjan's stack of cells without a component
  const path = new Int32Array(n); // the cells the recursion would be inside of
  let [clock, count, openTop] = [0, 0, 0];

  for (let root = 0; root < n; root++) {
    if (order[root] !== 0) continue;
    let depth = 0;
    path[depth++] = root;
    while (depth > 0) {
      const i = path[depth - 1];
      if (order[i] === 0) {
        order[i] = low[i] = ++clock;
        cursor[i] = rowStart[i];
        open[openTop++] = i;
      }
      let child = -1;
      while (cursor[i] < rowStart[i + 1]) {
        const k = cursor[i];
        const j = column[k];
        if (j !== i && value[k] > 0 && component[j] === -1) {
          // An unseen neighbour is entered first; its entry is read again on return, when it is open or finished.
          if (order[j] === 0) {
            child = j;
            break;
          }
          if (low[j] < low[i]) low[i] = low[j];
        }
        cursor[i] += 1;
      }
      if (child >= 0) {
        path[depth++] = child;
        continue;
      }
      depth -= 1;
      if (low[i] !== order[i]) continue;
      let member = -1;
      while (member !== i) {
        member = open[--openTop];
        component[member] = count;
      }
      count += 1;
    }
  }
  return { count, component };
}

/**
 * The closed classes of a generator (row = the cell jumped to, column = the cell jumped from): the strongly connected
 * components that no jump leaves. Only entries > 0 count as jumps.
 * Throws InputError for a matrix that is not square.
 */
export function closedClasses(rates: Csr): ClosedClasses {
  const { count, component } = stronglyConnected(rates);
  const { rowStart, column, value } = rates;
  const leaves = new Uint8Array(count);
  for (let to = 0; to < rates.rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
      const from = component[column[k]];
      if (from !== component[to] && value[k] > 0) leaves[from] = 1;
    }
  }
  const number = new Int32Array(count).fill(-1);
  const label = new Int32Array(rates.rows).fill(-1);
  let classes = 0;
  for (let i = 0; i < rates.rows; i++) {
    const c = component[i];
    if (leaves[c] === 1) continue;
    if (number[c] === -1) number[c] = classes++;
    label[i] = number[c];
  }
  return { count: classes, label };
}

/**
 * The number of closed classes of a chain that jumps to neighbours only, with rates up[i] from i to i + 1 and down[i] from i + 1 to i
 * (equal lengths; the last entries are not read): runs of states linked both ways that no jump leaves.
 */
export function closedClassesOfChain(up: Float64Array, down: Float64Array): number {
  const n = up.length;
  let classes = 0;
  for (let i = 0, closedBelow = true; i < n; i++) {
    const [rises, falls] = i + 1 < n ? [up[i] > 0, down[i] > 0] : [false, false];
    if (rises && falls) continue;
    if (closedBelow && !rises) classes += 1;
    closedBelow = !falls;
  }
  return classes;
}
