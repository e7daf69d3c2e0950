import type { IntervalDomain } from './domain.js';
import { scalarCoefficients } from './parameter-lines.js';
import type { Sde } from './sde.js';

/** How far inside an end is looked, relative to the range or to 1, and the parts of D and of the drift elsewhere that count as none. */
const INSIDE = 1e-8;
const NO_NOISE = 1e-12;
const NO_DRIFT = 1e-6;
/** Places along the range whose largest D and drift an end is held against. */
const PLACES = 16;

/**
 * Whether paths of a one-parameter SDE get to the lower and the upper end of its domain: noise or outward drift leads there. Looked at
 * just inside, because D may jump at an end; a smooth D that falls to 0 there does so as the square of the distance, and with a drift
 * that falls as the distance does no path arrives. An infinite end is not reached. Throws InputError for another number of parameters.
 */
export function reachedEnds(sde: Sde, { from, to }: IntervalDomain): readonly [boolean, boolean] {
  const coefficients = scalarCoefficients(sde);
  const pair = new Float64Array(2);
  const length = Number.isFinite(to - from) ? to - from : 1;
  const start = Number.isFinite(from) ? from : Number.isFinite(to) ? to - length : 0;
  let [drift, noise] = [0, 0];
  for (let k = 0; k < PLACES; k++) {
    coefficients(start + ((k + 0.5) / PLACES) * length, pair);
    drift = Math.max(drift, Math.abs(pair[0]));
    noise = Math.max(noise, pair[1]);
  }
  const isReached = (end: number, outward: number): boolean => {
    if (!Number.isFinite(end)) return false;
    coefficients(end - outward * INSIDE * length, pair);
    return pair[1] > NO_NOISE * noise || outward * pair[0] > NO_DRIFT * drift;
  };
  return [isReached(from, -1), isReached(to, 1)];
}
