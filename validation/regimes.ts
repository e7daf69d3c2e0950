/**
 * The regimes of depth 1 ([NB] Fig. 4), with the lines between them as formulas and as the solver sees them.
 *
 *   I    T < T_c/3          the density vanishes at v = 0 and has one maximum, near the least loss
 *   II   T_c/3 < T < T_c    the density is infinite at 0; IIa: it has a maximum away from 0 besides; IIb: it has none
 *   III  T > T_c            all probability collapses to v = 0; IIIa: the density that cannot be normalised has a maximum, where
 *                           SGD may stay for a while; IIIb: it has none
 * The letter changes at the transitional temperature T* (docs/derivations/regimes.md, which corrects the printed figure).
 */
import { criticalTemperature, type DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { InputError } from '../src/num/input-error.js';
import { endBehaviour } from '../src/sde/end-behaviour.js';
import type { LineSde } from '../src/sde/line.js';
import { reducedLines } from '../src/sde/reduced.js';
import { lineSlopes } from '../solvers/steady/line-peaks.js';
import { noisyLine } from './standard-problem.js';

/** The five regimes, by rising temperature. */
export const REGIMES = ['I', 'IIa', 'IIb', 'IIIa', 'IIIb'] as const;
/** One of them. */
export type Regime = (typeof REGIMES)[number];

/** Temperatures at which depth 1 changes its regime. */
export interface RegimeLines {
  /** T_c, where the density collapses. */
  readonly critical: number;
  /** T_c/3, from where on the density is infinite at 0. */
  readonly singular: number;
  /** T*, above which no maximum away from 0 is left; Infinity where it never disappears. */
  readonly transitional: number;
}

/**
 * The lines between the regimes by formula: T_c, T_c/3 and T*. The maxima of p solve 7α₁Tv² − (10α₂T − β₁)v + 3α₃T − b = 0,
 * b = |β₂| − γ; T* is the least root above T_c/3 of its discriminant, or T_c/3 if 10α₂T < β₁ there.
 * Throws InputError for another depth, the modified loss, or noise that vanishes (Δ = 0 with α₁ > 0, or α₃ = 0).
 */
export function regimeLines(p: DiagonalLinearProblem): RegimeLines {
  demandRegimes(p);
  const [a1, , a3] = p.alpha;
  const sign = p.beta[1] < 0 ? -1 : 1;
  const [a2, b1, b] = [sign * p.alpha[1], p.beta[0], sign * p.beta[1] - p.weightDecay];
  const critical = criticalTemperature(p)!;
  const singular = critical / 3;
  if (!(10 * a2 * singular > b1)) return { critical, singular, transitional: singular };
  const roots = quadraticRoots(100 * a2 * a2 - 84 * a1 * a3, 28 * a1 * b - 20 * a2 * b1, b1 * b1);
  return { critical, singular, transitional: Math.min(Infinity, ...roots.filter((T) => T > singular)) };
}

/** Real roots of ax² + bx + c, without cancellation. */
function quadraticRoots(a: number, b: number, c: number): number[] {
  const square = b * b - 4 * a * c;
  if (!(square >= 0)) return [];
  const q = -(b + (b < 0 ? -1 : 1) * Math.sqrt(square)) / 2;
  return [q / a, c / q].filter(Number.isFinite);
}

/** Throws InputError where the five regimes mean nothing. */
function demandRegimes(p: DiagonalLinearProblem): void {
  if (p.depth !== 1) {
    const cure = 'Deeper networks have no phase transition, linear regression has none at 0.';
    throw new InputError('model.depth', 'depth 1', String(p.depth), cure);
  }
  if (p.modifiedLoss !== false) {
    throw new InputError('sgd.modifiedLoss', 'false', String(p.modifiedLoss), 'The regimes belong to the plain SDE.');
  }
  if (p.alpha[2] > 0 && (p.alpha[0] === 0 || p.delta > 0)) return;
  const cure = 'Add label noise: where the noise vanishes, that v absorbs instead.';
  throw new InputError('data', 'gradient noise at every v', 'none at one v', cure);
}

/** What the solver's own SDE says at one temperature, with no formula for T_c or T*. */
export interface SeenRegime {
  readonly regime: Regime;
  /** d ln p/d ln|v| at v → 0. */
  readonly originExponent: number;
  /** The v of the outermost maximum of p away from 0; null where there is none. */
  readonly maximum: number | null;
}

/** The line on which v has the sign of E[xy], the side that learns. */
export function learningLine(p: DiagonalLinearProblem): LineSde {
  const name = p.beta[1] < 0 ? 'v<0' : 'v>0';
  return reducedLines(p).find((line) => line.name === name)!;
}

/** The regime as the solver sees it: the behaviour of p at 0 and the sign changes of its slope. Throws InputError as `regimeLines`. */
export function seenRegime(p: DiagonalLinearProblem): SeenRegime {
  demandRegimes(p);
  const line = learningLine(p);
  const { slope, normalisable } = endBehaviour(line, -1);
  const originExponent = -slope - 1;
  const maximum = outermostMaximum(line);
  const letter = maximum === null ? 'b' : 'a';
  const regime = !normalisable ? (`III${letter}` as const) : originExponent > 0 ? 'I' : (`II${letter}` as const);
  return { regime, originExponent, maximum };
}

/** Points of the scan for maxima. */
const POINTS = 400;

/** The largest |v| at which the slope of p changes from rising to falling, by a scan of ln|v| and bisection. */
function outermostMaximum(line: LineSde): number | null {
  const { perValue } = lineSlopes(line);
  const [low, high] = [line.settled[0] - 3, line.settled[1] + 3];
  const lattice = Array.from({ length: POINTS + 1 }, (_, i) => low + ((high - low) * i) / POINTS);
  // Further down nothing changes but the sign that the slope has at 0: a maximum may lie close to 0.
  const points = [...lattice, ...line.landmarks, ...[1, 3, 9, 27].map((distance) => low - distance)];
  points.sort((a, b) => b - a);
  // From outside inwards: p falls there, and the first place where it rises is below the outermost maximum.
  for (let i = 1; i < points.length; i++) {
    if (!(perValue(points[i]) > 0)) continue;
    let [a, b] = [points[i], points[i - 1]];
    for (let k = 0; k < 60; k++) {
      const middle = (a + b) / 2;
      if (perValue(middle) > 0) a = middle;
      else b = middle;
    }
    // In regime I the slope is positive down to 0; in the others the density rises towards 0 too.
    return line.map.value((a + b) / 2);
  }
  return null;
}

/** A phase diagram of y = kx + ε over σ and T. */
export interface PhaseDiagram {
  readonly k: number;
  /** Columns. */
  readonly sigmas: Float64Array;
  /** Rows. */
  readonly temperatures: Float64Array;
  /** Index in REGIMES at [row·columns + column], as the solver sees it. */
  readonly regime: Uint8Array;
  /** The lines by formula, one entry per column. */
  readonly lines: readonly RegimeLines[];
}

/** [NB] Fig. 4: what the solver sees on a lattice of cell middles over 0 < σ < `sigma` and 0 < T < `temperature`. */
export function phaseDiagram(k: number, [sigma, temperature]: readonly [number, number], cells: number): PhaseDiagram {
  const middles = (end: number): Float64Array =>
    Float64Array.from({ length: cells }, (_, i) => ((i + 0.5) * end) / cells);
  const [sigmas, temperatures] = [middles(sigma), middles(temperature)];
  const regime = new Uint8Array(cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const seen = seenRegime(noisyLine(k, sigmas[column], { temperature: temperatures[row] }));
      regime[row * cells + column] = REGIMES.indexOf(seen.regime);
    }
  }
  return { k, sigmas, temperatures, regime, lines: Array.from(sigmas, (s) => regimeLines(noisyLine(k, s))) };
}

/** The regime that the formulas give. */
export function regimeByFormula({ critical, singular, transitional }: RegimeLines, temperature: number): Regime {
  if (temperature < singular) return 'I';
  const letter = temperature < transitional ? 'a' : 'b';
  return temperature < critical ? `II${letter}` : `III${letter}`;
}
