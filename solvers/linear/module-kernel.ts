import { bytes } from '../wasm/front.wasm.js';
import { instantiate } from '../wasm/instantiate.js';
import type { FrontKernel, KernelRoom } from './front-memory.js';

/** assembly/front. Addresses are in bytes. */
interface FrontModule {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  base(): number;
  eliminate(
    at: number,
    states: number,
    width: number,
    stride: number,
    pivots: number,
    final: boolean,
    work: number,
  ): number;
  extendAdd(source: number, size: number, length: number, place: number, at: number, stride: number): void;
  compact(source: number, stride: number, rows: number, length: number, target: number): void;
  keep(at: number, states: number, stride: number, pivots: number, lower: number, upper: number): void;
  forwardProbabilities: Sweep;
  backwardRates: Sweep;
  forwardRates: Sweep;
  backwardProbabilities: Sweep;
}

type Sweep = (
  x: number,
  own: number,
  pivots: number,
  boundary: number,
  rest: number,
  lower: number,
  upper: number,
  sums: number,
) => void;

const PAGE = 65536;

/** An instance whose memory holds at least `length` bytes from its base; undefined where there is no such thing. */
function openModule(length: number): FrontModule | undefined {
  try {
    const module = instantiate<FrontModule>(bytes);
    const missing = module.base() + length - module.memory.buffer.byteLength;
    if (missing > 0) module.memory.grow(Math.ceil(missing / PAGE));
    return module;
  } catch {
    return undefined;
  }
}

/** The kernel in WebAssembly, with everything in its memory; undefined where that cannot be had. */
export function moduleKernel(room: KernelRoom, boundary: Int32Array): FrontKernel | undefined {
  const doubles = room.arena + room.factors + room.size + room.widest;
  const module = openModule(8 * doubles + 4 * (room.widest + boundary.length));
  if (module === undefined) return undefined;
  const { buffer } = module.memory;
  const base = module.base();
  const factors = base + 8 * room.arena;
  const x = factors + 8 * room.factors;
  const sums = x + 8 * room.size;
  const places = sums + 8 * room.widest;
  const lists = places + 4 * room.widest;
  const local = new Int32Array(buffer, places, room.widest);
  new Int32Array(buffer, lists, boundary.length).set(boundary);
  const sweep =
    (run: Sweep): FrontKernel['sweep']['backwardRates'] =>
    ({ first, pivots, from, rest, lower, upper }) =>
      run(x, x + 8 * first, pivots, lists + 4 * from, rest, factors + 8 * lower, factors + 8 * upper, sums);
  return {
    name: 'wasm',
    arena: new Float64Array(buffer, base, room.arena),
    factors: new Float64Array(buffer, factors, room.factors),
    x: new Float64Array(buffer, x, room.size),
    eliminate: ({ at, states, width, stride, pivots, final }) =>
      module.eliminate(base + 8 * at, states, width, stride, pivots, final, base) !== 0,
    extendAdd: ({ from, size, at, killed }, parent, place) => {
      for (let j = 0; j < size; j++) local[j] = place[boundary[from + j]];
      if (killed) local[size] = parent.width - 1;
      const length = killed ? size + 1 : size;
      module.extendAdd(base + 8 * at, size, length, places, base + 8 * parent.at, parent.stride);
    },
    compact: ({ at, states, width, stride, pivots }, to) => {
      const source = base + 8 * (at + pivots * stride + pivots);
      module.compact(source, stride, states - pivots, width - pivots, base + 8 * to);
    },
    keep: ({ at, states, stride, pivots }, lower, upper) => {
      const rows = upper < 0 ? 0 : factors + 8 * upper;
      module.keep(base + 8 * at, states, stride, pivots, factors + 8 * lower, rows);
    },
    sweep: {
      forwardProbabilities: sweep(module.forwardProbabilities),
      backwardRates: sweep(module.backwardRates),
      forwardRates: sweep(module.forwardRates),
      backwardProbabilities: sweep(module.backwardProbabilities),
    },
  };
}
