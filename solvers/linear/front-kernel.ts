import type { FrontKernel, KernelName, KernelRoom } from './front-memory.js';
import { moduleKernel } from './module-kernel.js';
import { plainKernel } from './plain-kernel.js';

/**
 * A kernel for fronts whose boundaries are listed in `boundary`. The plain one stands in where WebAssembly with vector
 * instructions is missing, or its memory (4 GiB at most) cannot be had.
 */
export function openKernel(room: KernelRoom, boundary: Int32Array, name: KernelName = 'wasm'): FrontKernel {
  return (name === 'wasm' ? moduleKernel(room, boundary) : undefined) ?? plainKernel(room, boundary);
}
