/**
 * How the threads of a run stop at the same step. All go through the same chunks, numbered from 1. Word 0 of the shared array
 * is 2·(the latest chunk that any thread has begun) + (1 once the run is to stop): in one word, so that no thread can begin a chunk
 * while another has already decided that there is none. Words 1 … n are the chunks that each thread has finished.
 */
export type Control = Int32Array;

/** The shared words for some threads. */
export function createControl(threads: number): Control {
  return new Int32Array(new SharedArrayBuffer(4 * (threads + 1)));
}

/** Asks every thread to stop after the latest chunk that any has begun. */
export function requestStop(control: Control): void {
  Atomics.or(control, 0, 1);
}

/** Whether a thread may begin chunk n; if so, all others will go that far. */
export function mayBegin(control: Control, n: number): boolean {
  for (;;) {
    const state = Atomics.load(control, 0);
    if (n <= state >> 1) return true;
    if ((state & 1) === 1) return false;
    if (Atomics.compareExchange(control, 0, state, 2 * n) === state) return true;
  }
}

/** Notes that thread `index` has finished chunk n. */
export function finished(control: Control, index: number, n: number): void {
  Atomics.store(control, index + 1, n);
}

/** Share of `chunks` that all threads together have finished. */
export function shareDone(control: Control, chunks: number): number {
  let sum = 0;
  for (let i = 1; i < control.length; i++) sum += Atomics.load(control, i);
  return sum / (chunks * (control.length - 1));
}
