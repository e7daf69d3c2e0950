import { setImmediate as breathe } from 'node:timers/promises';
import { particleExperiment, type ParticleSetup } from '../solvers/particles/experiment.js';
import { createEnsemble, runChunk, type Ensemble } from '../solvers/particles/simulate.js';
import { finished, mayBegin, type Control } from './particle-control.js';

/** Which chains to run, how far, and where to look for a request to stop. */
export interface PartOrder {
  readonly setup: ParticleSetup;
  readonly seed: number;
  /** The chains at their start, or the part of an ensemble to go on with, which is changed in place. */
  readonly part: { readonly first: number; readonly count: number } | Ensemble;
  readonly steps: number;
  readonly chunk: number;
  readonly control: Control;
  readonly index: number;
}

/** A part of an ensemble that was run. */
export interface PartRun {
  readonly ensemble: Ensemble;
  readonly milliseconds: number;
  /** Steps made by this call. */
  readonly steps: number;
}

/**
 * Runs one part of an ensemble, in this thread or another: nothing is decided here that could depend on the number of threads.
 * Between chunks signals and timers get their turn.
 */
export async function runPart({ setup, seed, part, steps, chunk, control, index }: PartOrder): Promise<PartRun> {
  const { run, initial } = particleExperiment(setup);
  const ensemble = 'chains' in part ? part : createEnsemble(run, { ...part, seed, initial });
  const before = ensemble.chains.step;
  let milliseconds = 0;
  for (let n = 1; ensemble.chains.step < steps && mayBegin(control, n); n++) {
    const started = performance.now();
    runChunk(run, ensemble, Math.min(chunk, steps - ensemble.chains.step));
    milliseconds += performance.now() - started;
    finished(control, index, n);
    await breathe();
  }
  return { ensemble, milliseconds, steps: ensemble.chains.step - before };
}
