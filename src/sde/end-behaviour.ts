import type { EndBehaviour, FellerClass, LineSde } from './line.js';

export type { EndBehaviour, FellerClass } from './line.js';

/** Corrections of relative size e^{−distance/3} have fallen below rounding after this distance in y. */
const SETTLED = 120;
/** A slope nearer to zero than this (relative to the size of its terms) counts as zero. */
const ZERO = 1e-12;

/**
 * Measures the behaviour at the end y → −∞ (`direction` −1) or y → +∞ (+1).
 *
 * Feller's test with scale density s' = e^{−ψ} ~ e^{σt} and speed density m = e^ψ/D ~ e^{μt}: the end can be reached
 * when Σ = ∫(∫s')m converges there, and can be left when N = ∫(∫m)s' does; with exponentials both are decided by
 * the signs of σ, μ and σ + μ (docs/derivations/feller.md). regular: both; exit: Σ only; entrance: N only; natural: none.
 */
export function endBehaviour(line: Pick<LineSde, 'evaluate' | 'settled' | 'ends'>, direction: -1 | 1): EndBehaviour {
  const known = line.ends?.[direction < 0 ? 0 : 1];
  if (known !== undefined) return known;
  const from = (direction < 0 ? line.settled[0] : line.settled[1]) + direction * SETTLED;
  return endBehaviourAt(line.evaluate, direction, from, 20);
}

/**
 * The behaviour at an end from the slopes at y = `from`, where the asymptotic form holds to rounding, and `distance` further out.
 */
export function endBehaviourAt(
  evaluate: LineSde['evaluate'],
  direction: -1 | 1,
  from: number,
  distance: number,
): EndBehaviour {
  const near = outwardSlopes(evaluate, from, direction);
  const far = outwardSlopes(evaluate, from + direction * distance, direction);
  // The slope of an essential singularity multiplies by e^{growth·distance}; that of a power stays.
  const growth = Math.log(Math.abs(far.total / near.total)) / distance;
  const essential = growth > 0.01 && Math.abs(near.total) > 1e-6;
  const total = near.total;
  const slope = Math.abs(total) <= ZERO * near.size ? 0 : total;
  const normalisable = slope < 0;
  const feller = classify(near.drift, near.decay, essential ? growth : 0);
  return { kind: essential ? 'essential' : 'power', slope, growth: essential ? growth : 0, normalisable, feller, from };
}

/** Slopes at y per unit of t = |y| growing outward: of ψ, of ln D and of ln p_y = ψ − ln D, and the size of the terms. */
export function outwardSlopes(
  evaluate: LineSde['evaluate'],
  y: number,
  direction: number,
): { drift: number; decay: number; total: number; size: number } {
  const out = new Float64Array(2);
  const logD = (at: number): number => {
    evaluate(at, out);
    return Math.log(out[1]);
  };
  const change = direction * (logD(y + 0.5) - logD(y - 0.5));
  // Where D settles on a constant its slope is rounding of ln D; its sign must not decide anything.
  const decay = Math.abs(change) <= ZERO ? 0 : change;
  evaluate(y, out);
  const drift = (direction * out[0]) / out[1];
  return { drift, decay, total: drift - decay, size: Math.max(1, Math.abs(drift), Math.abs(decay)) };
}

/** σ = −drift, μ = drift − decay; where the slope grows exponentially, inner integrals divide by it, adding ∓growth. */
function classify(drift: number, decay: number, growth: number): FellerClass {
  const sum = -decay - growth;
  const scale = Math.abs(drift) <= ZERO ? 0 : -drift;
  const speed = Math.abs(drift - decay) <= ZERO ? 0 : drift - decay;
  const reached = scale < 0 && sum < 0;
  const left = speed < 0 && sum < 0;
  if (reached) return left ? 'regular' : 'exit';
  return left ? 'entrance' : 'natural';
}
