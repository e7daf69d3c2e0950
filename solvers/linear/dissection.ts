/**
 * An elimination tree from nested dissection. Front f eliminates the states `order[start[f] … start[f+1])`; fronts are
 * numbered children first, and no entry of the matrix joins two fronts unless one is an ancestor of the other.
 */
export interface Dissection {
  /** Number of states of the matrix, active or not. */
  readonly states: number;
  /** The active states in the order of their elimination. */
  readonly order: Int32Array;
  /** Where each front's states begin in `order`; one more entry than fronts. */
  readonly start: Int32Array;
  /** The front that receives what front f leaves behind; −1 for a root. */
  readonly parent: Int32Array;
}

/** States are left undivided once this few remain: one dense front for them costs less than several smaller ones. */
export const LEAF = 16;

/** A tree under construction. */
export interface TreeBuilder {
  /** 1 for an active state that has no front yet. */
  readonly free: Uint8Array;
  /** Adds a front above `children` and returns it alone; without states there is none, and the children are returned. */
  front(states: readonly number[], children: readonly number[]): readonly number[];
  finish(): Dissection;
}

/** Starts a tree for the states with `active` = 1. */
export function openTree(active: Uint8Array): TreeBuilder {
  const free = active.slice();
  const order = new Int32Array(active.reduce((sum, flag) => sum + flag, 0));
  const start = [0];
  const parent: number[] = [];
  let placed = 0;
  return {
    free,
    front: (states, children) => {
      if (states.length === 0) return children;
      for (let k = 0; k < states.length; k++) {
        free[states[k]] = 0;
        order[placed++] = states[k];
      }
      const id = parent.push(-1) - 1;
      start.push(placed);
      for (const child of children) parent[child] = id;
      return [id];
    },
    finish: () => ({ states: active.length, order, start: Int32Array.from(start), parent: Int32Array.from(parent) }),
  };
}
