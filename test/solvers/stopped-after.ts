import { Interrupted, type Steps } from '../../solvers/steps.js';

/** What a computation returns that is asked to stop after so many steps; throws where it knows nothing, or ends before that. */
export function stoppedAfter<T>(count: number, steps: Steps<T>): T {
  for (let k = 0; k < count; k++) if (steps.next().done === true) throw new Error(`${k} steps are all`);
  let step = steps.throw(new Interrupted());
  while (step.done !== true) step = steps.next();
  return step.value;
}
