import { bytes } from '../wasm/vectors.wasm.js';
import { instantiate } from '../wasm/instantiate.js';

/** assembly/vectors. Addresses are in bytes and multiples of 16. */
export interface VectorModule {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  base(): number;
  project(first: number, stride: number, count: number, w: number, bytes: number, parts: number): void;
  combine(first: number, stride: number, count: number, factors: number, w: number, bytes: number): void;
  addMultiple(w: number, bytes: number, factor: number, v: number): void;
  product(values: number, offsets: number, count: number, v: number, out: number, bytes: number): void;
}

const PAGE = 65536;

/** An instance whose memory may hold `length` bytes from its base in the end; undefined where there is no such thing. */
export function openVectorModule(length: number): VectorModule | undefined {
  if (length > 2 ** 32 - 2 * PAGE) return undefined;
  try {
    return instantiate<VectorModule>(bytes);
  } catch {
    return undefined;
  }
}

/** Grows the memory to hold `length` bytes from its base; views of it from before are of no use after. */
export function makeRoom(module: VectorModule, length: number): void {
  const missing = module.base() + length - module.memory.buffer.byteLength;
  if (missing > 0) module.memory.grow(Math.ceil(missing / PAGE));
}

/** A multiple of 16 bytes that holds as many doubles. */
export function paddedBytes(doubles: number): number {
  return 16 * Math.ceil(doubles / 2);
}
