import { Interrupted, type Progress, type Steps } from '../solvers/steps.js';
import { timeLeft } from './particle-progress.js';
import { progress } from './progress.js';

/** What came of a computation, and where it was when Ctrl-C stopped it. */
export interface Ended<T> {
  readonly value: T;
  /** As in `at 41 % (elimination), after 3.2 s`; null where it went through. */
  readonly interrupted: string | null;
}

/** Milliseconds of computing between two turns of the event loop, without which no signal arrives. */
const SLICE = 20;

/**
 * Advances a computation in slices, showing a bar with the time left after a second. Ctrl-C stops it with what it knows; a second one, or one
 * before the first step, ends the program. Throws `Interrupted`, told with `label` and place, where nothing was known by then.
 */
export async function interruptible<T>(label: string, steps: Steps<T>): Promise<Ended<T>> {
  const started = performance.now();
  // Preparations before the first step are not what shares are of.
  let first: { readonly share: number; readonly time: number } | null = null;
  const bar = progress(label);
  let asked = false;
  const stop = (): void => {
    asked = true;
  };
  let interrupted: string | null = null;
  try {
    for (let step = steps.next(); ;) {
      for (const slice = performance.now() + SLICE; step.done !== true && performance.now() < slice;) {
        if (first === null) {
          first = { share: step.value.share, time: performance.now() };
          process.once('SIGINT', stop);
        }
        step = steps.next();
      }
      if (step.done === true) return { value: step.value, interrupted };
      const place = step.value;
      const left = first
        ? timeLeft((place.share - first.share) / (1 - first.share), performance.now() - first.time)
        : '';
      bar.update(place.share, [place.words, left].filter((text) => text !== '').join(', '));
      await new Promise((turn) => setImmediate(turn));
      if (!asked) continue;
      asked = false;
      interrupted = `at ${placeText(place)}, after ${((performance.now() - started) / 1000).toFixed(1)} s`;
      step = steps.throw(new Interrupted());
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw Object.assign(error, { message: `${label}: interrupted ${interrupted}, before anything was known.` });
  } finally {
    bar.end();
    process.removeListener('SIGINT', stop);
  }
}

function placeText({ share, words }: Progress): string {
  const percent = `${Math.floor(100 * share)} %`;
  return words === '' ? percent : `${percent} (${words})`;
}
