/** How far a computation is. */
export interface Progress {
  /** From 0 to 1, of the time it is expected to take. */
  readonly share: number;
  /** What it is at, in a few words. */
  readonly words: string;
}

/**
 * A computation that stops to breathe: some milliseconds of work between two `next()`, each of which tells how far it is, and the result
 * with the last. Whoever advances it may draw a bar, let other things happen in between, or `throw(new Interrupted())` into it: then it
 * returns what it knows by then, marked as such, or throws the same where it knows nothing.
 */
export type Steps<T> = Generator<Progress, T, void>;

/** Asks a computation to stop where it is. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted before anything was known.');
    this.name = 'Interrupted';
  }
}

/** All steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** One step; true where it was asked to stop there. */
export function* wasStopped(now: Progress): Steps<boolean> {
  try {
    yield now;
    return false;
  } catch (error) {
    if (error instanceof Interrupted) return true;
    throw error;
  }
}

/** The same steps as a part of a longer way: their shares run between two of the whole. `words` come first, where there are any. */
export function* within<T>(steps: Steps<T>, [from, to]: readonly [number, number], words = ''): Steps<T> {
  let step = steps.next();
  while (step.done !== true) {
    const { share, words: own } = step.value;
    try {
      yield { share: from + share * (to - from), words: words === '' ? own : own === '' ? words : `${words}, ${own}` };
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next();
  }
  return step.value;
}
