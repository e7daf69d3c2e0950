import type { LineSde } from './line.js';

/** Feller's classes of a boundary. */
export type FellerClass = 'regular' | 'exit' | 'entrance' | 'natural';

/**
 * How the zero-flux density of a line behaves at one end, from the coefficients far out, where they have settled.
 * With t = |y| growing towards the end and p_y the density in y: 'power' means p_y ~ e^{slope·t} (a power of v), and
 * 'essential' means that the slope itself grows like e^{growth·t} (an essential singularity exp(±c·v^{±growth})).
 */
export interface EndBehaviour {
  readonly kind: 'power' | 'essential';
  /** d ln p_y / dt. Negative: the density can be normalised at this end. */
  readonly slope: number;
  /** Rate at which an essential slope grows; 0 for a power. */
  readonly growth: number;
  readonly normalisable: boolean;
  readonly feller: FellerClass;
  /** y from which the asymptotic form holds to rounding. */
  readonly from: number;
}

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
export function endBehaviour(line: LineSde, direction: -1 | 1): EndBehaviour {
  const from = (direction < 0 ? line.settled[0] : line.settled[1]) + direction * SETTLED;
  const near = slopes(line, from, direction);
  const far = slopes(line, from + direction * 20, direction);
  // The slope of an essential singularity multiplies by e^{growth·20}; that of a power stays.
  const growth = Math.log(Math.abs(far.total / near.total)) / 20;
  const essential = growth > 0.01 && Math.abs(near.total) > 1e-6;
  const total = near.total;
  const slope = Math.abs(total) <= ZERO * near.size ? 0 : total;
  const normalisable = slope < 0;
  const feller = classify(near.drift, near.decay, essential ? growth : 0);
  return { kind: essential ? 'essential' : 'power', slope, growth: essential ? growth : 0, normalisable, feller, from };
}

/** Outward slopes at y: of ψ (f), of ln D, of ln p_y = ψ − ln D, and the size of the terms. */
function slopes(
  line: LineSde,
  y: number,
  direction: number,
): { drift: number; decay: number; total: number; size: number } {
  const out = new Float64Array(2);
  const logD = (at: number): number => {
    line.evaluate(at, out);
    return Math.log(out[1]);
  };
  const change = direction * (logD(y + 0.5) - logD(y - 0.5));
  // Where D settles on a constant its slope is rounding of ln D; its sign must not decide anything.
  const decay = Math.abs(change) <= ZERO ? 0 : change;
  line.evaluate(y, out);
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
