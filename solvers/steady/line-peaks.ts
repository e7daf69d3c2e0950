import type { LineSde } from '../../src/sde/line.js';

/** Slopes, in y, of the logarithm of a line's zero-flux density per unit of y and per unit of v. */
export interface LineSlopes {
  /** d ln p_y / dy = a/D − d ln D/dy. */
  perCoordinate(y: number): number;
  /** d ln p(v) / dy = the same less d ln|dv/dy| / dy. */
  perValue(y: number): number;
}

/** Derivatives of ln D and of the Jacobian are central differences of fourth order with this step: right to about 1e-12. */
const STEP = 1e-3;

/** The slopes of a line's logarithmic density, right to about 10⁻¹². */
export function lineSlopes(line: LineSde): LineSlopes {
  const out = new Float64Array(2);
  const logD = (y: number): number => {
    line.evaluate(y, out);
    return Math.log(out[1]);
  };
  const derivative = (f: (y: number) => number, y: number): number =>
    (8 * (f(y + STEP) - f(y - STEP)) - (f(y + 2 * STEP) - f(y - 2 * STEP))) / (12 * STEP);
  const perCoordinate = (y: number): number => {
    const decay = derivative(logD, y);
    line.evaluate(y, out);
    return out[0] / out[1] - decay;
  };
  return { perCoordinate, perValue: (y) => perCoordinate(y) - derivative(line.map.logJacobian, y) };
}

/** All local maxima in y of a function given by its slope, found from sign changes on a scan and refined by bisection. */
export function maxima(line: LineSde, slope: (y: number) => number): number[] {
  const points = scan(line);
  const found: number[] = [];
  let last = slope(points[0]);
  for (let i = 1; i < points.length; i++) {
    const next = slope(points[i]);
    if (last > 0 && next <= 0) found.push(bisect(slope, points[i - 1], points[i]));
    last = next;
  }
  return found;
}

/** A lattice over the unsettled range and 10 beyond, with points clustered geometrically about each landmark. */
function scan(line: LineSde): Float64Array {
  const [low, high] = line.settled;
  const points: number[] = [];
  const cells = Math.ceil((high - low + 60) / 0.03);
  for (let i = 0; i <= cells; i++) points.push(low - 30 + ((high - low + 60) * i) / cells);
  for (const centre of line.landmarks) {
    points.push(centre);
    for (let distance = 1e-9; distance < 1; distance *= 1.25) points.push(centre - distance, centre + distance);
  }
  return Float64Array.from(points).sort();
}

/** The sign change of a falling function between a and b, to the last bit or so. */
function bisect(f: (y: number) => number, a: number, b: number): number {
  for (let i = 0; i < 200; i++) {
    const middle = (a + b) / 2;
    if (!(middle > a && middle < b)) break;
    if (f(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
