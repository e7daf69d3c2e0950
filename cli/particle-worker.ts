import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../src/num/input-error.js';
import { particleExperiment, type ParticleSetup } from '../solvers/particles/experiment.js';
import { createEnsemble, runChunk, type Ensemble } from '../solvers/particles/simulate.js';
import { finished, mayBegin, type Control } from './particle-control.js';

/** What a thread is told: which chains, how far, and where to look for a request to stop. */
export interface WorkerOrder {
  readonly setup: ParticleSetup;
  readonly seed: number;
  /** The chains at their start, or the part of an ensemble to go on with. */
  readonly part: { readonly first: number; readonly count: number } | Ensemble;
  readonly steps: number;
  readonly chunk: number;
  readonly control: Control;
  readonly index: number;
}

/** What a thread answers. */
export type WorkerAnswer =
  | { readonly ensemble: Ensemble; readonly milliseconds: number; readonly steps: number }
  | { readonly fault: { readonly path: string; readonly message: string } };

/** Runs one part of an ensemble. Nothing is decided here that could depend on the number of threads. */
function work({ setup, seed, part, steps, chunk, control, index }: WorkerOrder): WorkerAnswer {
  const { run, initial } = particleExperiment(setup);
  const ensemble = 'chains' in part ? part : createEnsemble(run, { ...part, seed, initial });
  const before = ensemble.chains.step;
  let milliseconds = 0;
  for (let n = 1; ensemble.chains.step < steps && mayBegin(control, n); n++) {
    const started = performance.now();
    runChunk(run, ensemble, Math.min(chunk, steps - ensemble.chains.step));
    milliseconds += performance.now() - started;
    finished(control, index, n);
  }
  return { ensemble, milliseconds, steps: ensemble.chains.step - before };
}

/** The large arrays of an ensemble, which change hands without being copied. */
function buffersOf({ chains, tallies }: Ensemble): ArrayBuffer[] {
  const arrays = [chains, ...tallies].flatMap((owner) => Object.values(owner) as unknown[]);
  return arrays.filter((a) => ArrayBuffer.isView(a)).map((a) => a.buffer as ArrayBuffer);
}

try {
  const answer = work(workerData as WorkerOrder);
  parentPort?.postMessage(answer, 'ensemble' in answer ? buffersOf(answer.ensemble) : []);
} catch (error) {
  // An error that crosses threads loses its class.
  if (!(error instanceof InputError)) throw error;
  const answer: WorkerAnswer = { fault: { path: error.path, message: error.message } };
  parentPort?.postMessage(answer);
}
