import { ziggurat } from '../../src/num/random/normal.js';
import { STATE_WORDS } from '../../src/num/random/stream.js';
import { bytes } from '../wasm/particles.wasm.js';
import { instantiate } from '../wasm/instantiate.js';

/** Exports of assembly/particles/index.ts. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly capacity: () => number;
  readonly group: () => number;
  readonly ahead: () => number;
  readonly layers: () => number;
  readonly heights: () => number;
  readonly wedges: () => number;
  readonly states: () => number;
  readonly values: () => number;
  readonly normals: () => number;
  readonly coefficients: () => number;
  readonly draw: (count: number) => void;
  readonly advance: (depth: number, chains: number, steps: number) => void;
}

/** The compiled kernel of a thread and the places where it reads and writes. */
export interface Kernel {
  /** Chains that go together. */
  readonly group: number;
  /** Normals that it draws ahead for each chain of a group. */
  readonly ahead: number;
  /** States of the streams, eight words a chain. */
  readonly states: Int32Array;
  readonly values: Float64Array;
  readonly coefficients: Float64Array;
  /** What `draw` has drawn: normal n of chain c at [n·group + c]. */
  readonly normals: Float64Array;
  /** Draws for the first group of chains, moving their states on: the numbers that nextNormal gives, bit for bit. */
  draw(count: number): void;
  /** Moves the first `chains` values by steps of the reduced SDE (reduced.ts). */
  advance(depth: number, chains: number, steps: number): void;
}

let started: Kernel | null = null;

/** The kernel of this thread, started at its first use. */
export function particleKernel(): Kernel {
  if (started !== null) return started;
  const { memory, draw, advance, ...at } = instantiate<Exports>(bytes);
  const { buffer } = memory;
  const [capacity, group, ahead] = [at.capacity(), at.group(), at.ahead()];
  new Float64Array(buffer, at.layers(), 512).set(ziggurat.layers);
  new Float64Array(buffer, at.heights(), 257).set(ziggurat.heights);
  new Float64Array(buffer, at.wedges(), 512).set(ziggurat.wedges);
  started = {
    group,
    ahead,
    states: new Int32Array(buffer, at.states(), STATE_WORDS * capacity),
    values: new Float64Array(buffer, at.values(), capacity),
    coefficients: new Float64Array(buffer, at.coefficients(), 24),
    normals: new Float64Array(buffer, at.normals(), group * ahead),
    draw,
    advance,
  };
  return started;
}
