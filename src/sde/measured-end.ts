import { endBehaviourAt, outwardSlopes } from './end-behaviour.js';
import type { EndBehaviour, LineSde } from './line.js';

/** The behaviour at an end, and y beyond which the coefficients follow it. */
export interface MeasuredEnd {
  readonly behaviour: EndBehaviour;
  readonly settled: number;
}

/** Where to look for the behaviour at an end. */
export interface EndSearch {
  readonly direction: -1 | 1;
  /** y beyond everything that stands out. */
  readonly start: number;
  /** The furthest y at which coefficients can be evaluated. */
  readonly limit: number;
}

/** Steps of 1 in y: at least so many, so that a tail beyond them has no corrections left, and at most. */
const LEAST = 45;
const MOST = 300;
/** A slope has settled when it changes by less than this, relative to its terms, over 3 and over 6 steps. */
const SETTLED = 1e-12;
/** Slopes (nats per unit of y) and total fall at which nothing further out matters. */
const STEEP = 1e6;
const FALLEN = 120;

/**
 * Measures how the zero-flux density behaves towards an end by walking outward: a power law once its slope has settled, or an
 * essential singularity where the slope keeps growing. Null where neither is seen: the coefficients oscillate, or cannot be
 * evaluated far enough to tell.
 */
export function measuredEnd(evaluate: LineSde['evaluate'], { direction, start, limit }: EndSearch): MeasuredEnd | null {
  const furthest = Math.floor(Math.min(direction * (limit - start) - 1, MOST));
  const totals: number[] = [];
  let [fallen, turns] = [0, 0];
  const within = (a: number, b: number, size: number): boolean => Math.abs(a - b) <= SETTLED * size;
  for (let k = 0; k <= furthest; k++) {
    const y = start + direction * k;
    const { total, size } = outwardSlopes(evaluate, y, direction);
    if (!Number.isFinite(total)) return null;
    if (k > 0 && Math.sign(total) * Math.sign(totals[k - 1]) < 0 && ++turns > 3) return null;
    totals.push(total);
    fallen += total;
    const settled = k >= 6 && within(total, totals[k - 3], size) && within(total, totals[k - 6], size);
    const steep = Math.abs(total) > STEEP && k > 0 && Math.abs(total) > 1.01 * Math.abs(totals[k - 1]);
    if ((k < LEAST && k < furthest) || !(settled || steep)) continue;
    return {
      behaviour: endBehaviourAt(evaluate, direction, y, settled ? 1 : 0.5),
      settled: direction * Math.max(direction * y - 42, direction * start),
    };
  }
  // Not settled where the coefficients end: good enough if nothing is left there, or if it grows without bound.
  const y = start + direction * Math.max(furthest, 0);
  if (!(Math.abs(fallen) > FALLEN)) return null;
  return { behaviour: { ...endBehaviourAt(evaluate, direction, y, 0.4), kind: 'essential' }, settled: y };
}
