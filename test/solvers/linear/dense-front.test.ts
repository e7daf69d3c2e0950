import { describe, expect, it } from 'vitest';
import { BIAS, eliminateFront, PANEL, workSpace } from '../../../solvers/linear/dense-front.js';
import { openKernel } from '../../../solvers/linear/front-kernel.js';
import type { FrontKernel, KernelName } from '../../../solvers/linear/front-memory.js';
import { numbers } from './chains.js';

interface Case {
  readonly states: number;
  readonly pivots: number;
  readonly killed: boolean;
  readonly nats: number;
}

/** A front of random rates, a third of them 0, and the kernel it is in. */
function randomFront({ states, pivots, killed, nats }: Case, name: KernelName, seed = 3) {
  const next = numbers(seed);
  const width = states + (killed ? 1 : 0);
  const stride = width + 3;
  const work = workSpace(width);
  const room = { arena: work + (states + 3) * stride, factors: 0, size: 1, widest: width };
  const kernel = openKernel(room, new Int32Array(0), name);
  const shape = { at: work, states, width, stride, pivots, final: false };
  for (let i = 0; i < states; i++) {
    for (let j = 0; j < width; j++) {
      const value = BIAS * Math.exp(-nats * next());
      if (i !== j && next() < 0.7) kernel.arena[work + i * stride + j] = value;
    }
  }
  return { kernel, shape };
}

/** The same by the textbook, on F scaled to 1. */
function reference(
  kernel: FrontKernel,
  { at, states, width, stride, pivots }: ReturnType<typeof randomFront>['shape'],
) {
  const F = Array.from({ length: states }, (_, i) =>
    Array.from({ length: width }, (_, j) => (i === j ? 0 : kernel.arena[at + i * stride + j] / BIAS)),
  );
  for (let k = 0; k < pivots; k++) {
    const S = F[k].slice(k + 1).reduce((a, b) => a + b, 0);
    for (let j = k + 1; j < width; j++) F[k][j] /= S;
    F[k][k] = S;
    for (let i = k + 1; i < states; i++) {
      for (let j = k + 1; j < width; j++) if (i !== j) F[i][j] += F[i][k] * F[k][j];
    }
  }
  return F;
}

const CASES: Case[] = [
  { states: 2, pivots: 1, killed: true, nats: 1 },
  { states: 5, pivots: 3, killed: false, nats: 5 },
  { states: 30, pivots: 16, killed: true, nats: 100 },
  { states: 67, pivots: 2 * PANEL + 1, killed: false, nats: 90 },
  { states: 61, pivots: 61, killed: true, nats: 20 },
];

describe.each(['plain', 'wasm'] as const)('the %s kernel', (name) => {
  it.each(CASES)('eliminates as the textbook does: %o', (which) => {
    const { kernel, shape } = randomFront(which, name);
    expect(kernel.name).toBe(name);
    const F = reference(kernel, shape);
    expect(kernel.eliminate(shape)).toBe(true);
    for (let i = 0; i < shape.states; i++) {
      for (let j = 0; j < shape.width; j++) {
        // The diagonal of what is left is not defined.
        if (i === j && i >= shape.pivots) continue;
        const got = kernel.arena[shape.at + i * shape.stride + j] / BIAS;
        if (F[i][j] === 0) expect(got).toBe(0);
        else expect(Math.abs(got / F[i][j] - 1)).toBeLessThan(1e-13);
      }
    }
  });

  it('refuses rates too small for doubles, wherever they stand, and states without a way out', () => {
    const which = { states: 40, pivots: 30, killed: false, nats: 1 };
    const tiny = 2 ** -100;
    for (const [i, j] of [
      [2, 5],
      [5, 2],
      [3, 35],
      [35, 3],
      [35, 29],
    ] as const) {
      const { kernel, shape } = randomFront(which, name);
      // Row 35 and column 35 belong to what is left; nothing else flows along this entry.
      for (let k = 0; k < 40; k++) {
        if (i < 30) kernel.arena[shape.at + k * shape.stride + j] = 0;
        else kernel.arena[shape.at + i * shape.stride + k] = 0;
      }
      kernel.arena[shape.at + i * shape.stride + j] = tiny;
      expect(kernel.eliminate(shape)).toBe(false);
    }
    const { kernel, shape } = randomFront(which, name);
    for (let j = 0; j < 40; j++) kernel.arena[shape.at + 29 * shape.stride + j] = 0;
    expect(kernel.eliminate(shape)).toBe(false);
  });

  it('stops without a fault at the last state of a closed chain', () => {
    const { kernel, shape } = randomFront({ states: 30, pivots: 30, killed: false, nats: 1 }, name);
    expect(kernel.eliminate({ ...shape, final: true })).toBe(true);
    expect(kernel.arena[shape.at + 29 * (shape.stride + 1)]).toBe(0);
  });
});

describe('eliminateFront', () => {
  it('works in any array, from any place', () => {
    const { kernel, shape } = randomFront(CASES[2], 'plain');
    const moved = new Float64Array(kernel.arena.length + 10);
    moved.set(kernel.arena, 10);
    expect(eliminateFront(moved, { ...shape, at: shape.at + 10 }, 10)).toBe(true);
    kernel.eliminate(shape);
    expect(moved.subarray(10 + shape.at)).toEqual(kernel.arena.subarray(shape.at));
  });
});
