import { BIAS, eliminateFront } from './dense-front.js';
import type { FrontKernel, KernelRoom } from './front-memory.js';
import { backwardProbabilities, backwardRates, forwardProbabilities, forwardRates } from './front-sweeps.js';

/** The kernel in JavaScript: the reference for the other, and its stand-in. */
export function plainKernel(room: KernelRoom, boundary: Int32Array): FrontKernel {
  const arena = new Float64Array(room.arena);
  const factors = new Float64Array(room.factors);
  const x = new Float64Array(room.size);
  const local = new Int32Array(room.widest);
  const sums = new Float64Array(room.widest);
  const vectors = { factors, boundary, x, sums };
  return {
    name: 'plain',
    arena,
    factors,
    x,
    eliminate: (shape) => eliminateFront(arena, shape, 0),
    extendAdd: ({ from, size, at, killed }, parent, place) => {
      for (let j = 0; j < size; j++) local[j] = place[boundary[from + j]];
      if (killed) local[size] = parent.width - 1;
      const length = killed ? size + 1 : size;
      let source = at;
      for (let i = 0; i < size; i++) {
        const row = parent.at + local[i] * parent.stride;
        for (let j = 0; j < length; j++) arena[row + local[j]] += arena[source++];
      }
    },
    compact: ({ at, states, width, stride, pivots }, to) => {
      const length = width - pivots;
      for (let i = pivots; i < states; i++, to += length) {
        const from = at + i * stride + pivots;
        arena.copyWithin(to, from, from + length);
      }
    },
    keep: ({ at, states, stride, pivots }, lower, upper) => {
      for (let i = 0; i < states; i++) {
        for (let k = 0; k < pivots; k++) factors[lower++] = arena[at + i * stride + k] * (1 / BIAS);
      }
      for (let k = 0; k < pivots && upper >= 0; k++) {
        for (let j = pivots; j < states; j++) factors[upper++] = arena[at + k * stride + j] * (1 / BIAS);
      }
    },
    sweep: {
      forwardProbabilities: (block) => forwardProbabilities(block, vectors),
      backwardRates: (block) => backwardRates(block, vectors),
      forwardRates: (block) => forwardRates(block, vectors),
      backwardProbabilities: (block) => backwardProbabilities(block, vectors),
    },
  };
}
