import { Solver } from '#odex';
import type { Axis } from '../../src/grid/axis.js';
import { InputError } from '../../src/num/input-error.js';
import type { LineSde } from '../../src/sde/line.js';

/** Right sides that an explicit method may be asked for. */
const MOST_EVALUATIONS = 2e6;

/**
 * The masses at a time by the method of lines, an independent check of the finite volumes and of the exponential: central differences
 * of ∂ₜp = −∂(a p) + ∂²(D p) in the line's own coordinate y, J = ½(a_i p_i + a_{i+1} p_{i+1}) − (D_{i+1} p_{i+1} − D_i p_i)/h with no
 * flux at either end, and the extrapolation method odex in time (Hairer, Nørsett & Wanner, II.9). It is explicit: the work grows
 * like D·time/h², and densities are only as positive as they are accurate.
 * `axis` must be even in y, `start` holds probabilities of its cells. Throws InputError for another axis and where the work
 * would be too much.
 */
export function methodOfLines(
  { evaluate, map }: Pick<LineSde, 'evaluate' | 'map'>,
  axis: Axis,
  start: Float64Array,
  { time, tolerance = 1e-9 }: { readonly time: number; readonly tolerance?: number },
): Float64Array {
  const n = axis.cells;
  const y = axis.centres.map(map.coordinate);
  const h = (y[n - 1] - y[0]) / (n - 1);
  const uneven = y.findIndex((at, i) => Math.abs(at - y[0] - i * h) > 1e-6 * Math.abs(h));
  if (n < 2 || uneven >= 0) {
    throw new InputError(
      'methodOfLines',
      'an axis that is even in y',
      `${n} cells of several sizes`,
      'For y = ln v: log.',
    );
  }
  const [a, D] = [new Float64Array(n), new Float64Array(n)];
  const out = new Float64Array(2);
  for (let i = 0; i < n; i++) {
    evaluate(y[i], out);
    a[i] = out[0];
    D[i] = out[1];
  }
  const stiffness = (4 * D.reduce((most, d) => Math.max(most, d), 0) * time) / (h * h);
  if (!(stiffness <= MOST_EVALUATIONS)) {
    const cure = 'Use wider cells, a shorter time, or a grid that ends sooner.';
    throw new InputError('methodOfLines', `4 D t/h² ≤ ${MOST_EVALUATIONS}`, stiffness.toExponential(1), cure);
  }
  const solver = new Solver(n);
  solver.absoluteTolerance = tolerance;
  solver.relativeTolerance = tolerance;
  solver.maxSteps = MOST_EVALUATIONS;
  const derivative = (_: number, m: number[]): number[] => {
    const change = new Array<number>(n).fill(0);
    for (let i = 0; i + 1 < n; i++) {
      const flux = (0.5 * (a[i] * m[i] + a[i + 1] * m[i + 1]) - (D[i + 1] * m[i + 1] - D[i] * m[i]) / h) / h;
      change[i] -= flux;
      change[i + 1] += flux;
    }
    return change;
  };
  return Float64Array.from(solver.solve(derivative, 0, [...start], time).y);
}
