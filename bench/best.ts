import { performance } from 'node:perf_hooks';

/** The best time of several runs of `work`, in milliseconds, and what the last one gave. */
export function best<T>(runs: number, work: () => T): { milliseconds: number; result: T } {
  let milliseconds = Infinity;
  let result: T | undefined;
  for (let k = 0; k < runs; k++) {
    const start = performance.now();
    result = work();
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  return { milliseconds, result: result as T };
}
