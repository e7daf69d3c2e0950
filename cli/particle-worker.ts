import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../src/num/input-error.js';
import type { Ensemble } from '../solvers/particles/simulate.js';
import { runPart, type PartOrder, type PartRun } from './particle-part.js';

/** What a thread answers. */
export type WorkerAnswer = PartRun | { readonly fault: { readonly path: string; readonly message: string } };

/** The large arrays of an ensemble, which change hands without being copied. */
function buffersOf({ chains, tallies }: Ensemble): ArrayBuffer[] {
  const arrays = [chains, ...tallies].flatMap((owner) => Object.values(owner) as unknown[]);
  return arrays.filter((a) => ArrayBuffer.isView(a)).map((a) => a.buffer as ArrayBuffer);
}

try {
  const answer = await runPart(workerData as PartOrder);
  parentPort?.postMessage(answer, buffersOf(answer.ensemble));
} catch (error) {
  // An error that crosses threads loses its class.
  if (!(error instanceof InputError)) throw error;
  const answer: WorkerAnswer = { fault: { path: error.path, message: error.message } };
  parentPort?.postMessage(answer);
}
