import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InputError } from '../src/num/input-error.js';
import type { ParticleSetup } from '../solvers/particles/experiment.js';
import { cutEnsemble } from '../solvers/particles/partition.js';
import type { Ensemble } from '../solvers/particles/simulate.js';
import { createControl, requestStop, shareDone } from './particle-control.js';
import { underOptionName } from './particle-options.js';
import { runPart, type PartOrder, type PartRun } from './particle-part.js';
import { timeLeft } from './particle-progress.js';
import type { WorkerAnswer } from './particle-worker.js';
import { progress } from './progress.js';
import { packageFolder } from './version.js';

/** A run over threads. */
export interface ThreadedRun {
  readonly setup: ParticleSetup;
  readonly particles: number;
  readonly seed: number;
  /** Steps in all, those of `from` included. */
  readonly steps: number;
  /** Default: as many as the machine has cores, fewer where there is little to do. */
  readonly workers?: number;
  /** An ensemble to go on with. */
  readonly from?: Ensemble;
  readonly label: string;
}

/** What threads have made: consecutive parts of the ensemble, all at the same step. */
export interface ThreadedResult {
  readonly parts: readonly Ensemble[];
  /** Time of one core per step of one particle; 0 where no step was made. */
  readonly nanosecondsPerStep: number;
  readonly workers: number;
}

/** Samples between two looks at the request to stop, some 10 ms: of the compiled kernels, and of everything else. */
const SAMPLES_PER_CHUNK = { kernel: 2_000_000, other: 200_000 };
/** Below this many samples in all, a second thread costs more than it brings. */
const SAMPLES_PER_THREAD = 2_000_000;

/**
 * Runs an ensemble in threads (in this one, if one is enough), showing progress; the bits of the result do not depend on their
 * number. Ctrl-C makes all threads stop at the same step, with what they have; a second one ends the program. Throws InputError as
 * the solvers do, under the names of options.
 */
export async function runThreads(options: ThreadedRun): Promise<ThreadedResult> {
  const { setup, particles, seed, steps, from, label } = options;
  const perStep = particles * setup.batchSize;
  const remaining = steps - (from?.chains.step ?? 0);
  const wanted = Math.min(availableParallelism(), Math.ceil((perStep * remaining) / SAMPLES_PER_THREAD));
  const workers = Math.max(1, Math.min(options.workers ?? wanted, particles));
  const bounds = Array.from({ length: workers + 1 }, (_, i) => Math.floor((i * particles) / workers));
  const size = SAMPLES_PER_CHUNK[setup.method === 'sde' && setup.linear !== null ? 'kernel' : 'other'];
  const chunk = Math.max(1, Math.ceil((size * workers) / perStep));
  const control = createControl(workers);
  const stop = (): void => requestStop(control);
  const bar = progress(label);
  const chunks = Math.max(1, Math.ceil(remaining / chunk));
  const started = performance.now();
  const timer = setInterval(() => {
    const share = shareDone(control, chunks);
    bar.update(share, timeLeft(share, performance.now() - started));
  }, 250);
  process.once('SIGINT', stop);
  try {
    const orders = Array.from({ length: workers }, (_, index): PartOrder => {
      const [first, end] = [bounds[index], bounds[index + 1]];
      const part = from ? cutEnsemble(from, first, end) : { first, count: end - first };
      return { setup, seed, part, steps, chunk, control, index };
    });
    // This thread takes a part too: one that only waited would cost another 30 MB.
    const others = orders.slice(1).map(askThread);
    const answers = await Promise.all([runPart(orders[0]), ...others]);
    const time = answers.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const made = answers.reduce((sum, { ensemble, steps: n }) => sum + n * ensemble.chains.count, 0);
    return { parts: answers.map((a) => a.ensemble), nanosecondsPerStep: made > 0 ? (1e6 * time) / made : 0, workers };
  } catch (error) {
    stop();
    throw underOptionName(error);
  } finally {
    clearInterval(timer);
    bar.end();
    process.removeListener('SIGINT', stop);
  }
}

/** Starts a thread and waits for its answer. */
function askThread(order: PartOrder): Promise<PartRun> {
  return new Promise((resolve, reject) => {
    // Short-lived values are few: without a limit V8 keeps 15 MB for them.
    const worker = new Worker(new URL('dist/cli/particle-worker.js', packageFolder()), {
      workerData: order,
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    worker.once('message', (answer: WorkerAnswer) => {
      if ('ensemble' in answer) resolve(answer);
      else reject(faultOf(answer.fault));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`particles: a thread that answers, got exit code ${code}.`)));
  });
}

/** An input error as it was before it crossed threads. */
function faultOf({ path, message }: { readonly path: string; readonly message: string }): InputError {
  const error = new InputError(path, '', '', '');
  error.message = message;
  return error;
}
