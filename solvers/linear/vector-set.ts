import type { KernelName } from './front-memory.js';
import { makeRoom, openVectorModule, paddedBytes } from './vector-module.js';

/** A growing row of vectors of one length, and sums over many of them at once. */
export interface VectorSet {
  readonly name: KernelName;
  /** Makes room for `count` vectors in all, new ones 0; whatever `vector` gave before is of no use after. */
  reserve(count: number): void;
  /** Vector k itself, to read and write. */
  vector(k: number): Float64Array;
  /** v_i·v_k for the first `count` vectors; gone with the next call. */
  project(count: number, k: number): Float64Array;
  /** v_k += Σ_i factors[i] v_i, over as many vectors as there are factors. */
  add(factors: Float64Array, k: number): void;
}

/** An empty set that may grow to `limit` vectors: in WebAssembly, or as the reference and stand-in in JavaScript. */
export function openVectors(length: number, limit: number, name: KernelName = 'wasm'): VectorSet {
  return (name === 'wasm' ? moduleVectors(length, limit) : undefined) ?? plainVectors(length);
}

function moduleVectors(length: number, limit: number): VectorSet | undefined {
  const stride = paddedBytes(length);
  const head = paddedBytes(limit);
  const module = openVectorModule(head + limit * stride);
  if (module === undefined) return undefined;
  const parts = module.base();
  const first = parts + head;
  makeRoom(module, head);
  return {
    name: 'wasm',
    reserve: (count) => makeRoom(module, head + count * stride),
    vector: (k) => new Float64Array(module.memory.buffer, first + k * stride, length),
    project: (count, k) => {
      module.project(first, stride, count, first + k * stride, stride, parts);
      return new Float64Array(module.memory.buffer, parts, count);
    },
    add: (factors, k) => {
      new Float64Array(module.memory.buffer, parts, factors.length).set(factors);
      module.combine(first, stride, factors.length, parts, first + k * stride, stride);
    },
  };
}

function plainVectors(length: number): VectorSet {
  const vectors: Float64Array[] = [];
  return {
    name: 'plain',
    reserve: (count) => {
      while (vectors.length < count) vectors.push(new Float64Array(length));
    },
    vector: (k) => vectors[k],
    project: (count, k) => Float64Array.from({ length: count }, (_, i) => dot(vectors[i], vectors[k])),
    add: (factors, k) => {
      const w = vectors[k];
      factors.forEach((factor, i) => {
        const v = vectors[i];
        for (let j = 0; j < w.length; j++) w[j] += factor * v[j];
      });
    },
  };
}

function dot(v: Float64Array, w: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < v.length; j++) sum += v[j] * w[j];
  return sum;
}
