import type { LoadedProblem } from './load.js';

/** Whether a problem is one of several parameters on a grid of their own: an expression in coordinates: parameters. */
export function overParameters({ problem: { model, coordinates } }: LoadedProblem): boolean {
  return coordinates === 'parameters' && 'parameters' in model && model.parameters.length > 1;
}
