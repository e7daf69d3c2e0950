import { chebyshevAt, chebyshevFit, type ChebyshevFit } from '../num/chebyshev.js';
import { InputError } from '../num/input-error.js';
import type { ScalarCoefficients } from './parameter-scan.js';

/**
 * Coefficients on one side of a point θ₀ where the noise vanishes, as functions of the distance u > 0 from it:
 * D = uᵖ G and a = u^q A with G and A smooth in u, or in √u where powers are halves. Rounding of θ₀ + u would ruin both as u → 0; G and A lose nothing.
 */
export interface ZeroModel {
  /** The model holds for 0 < u < width. */
  readonly width: number;
  /** Whether the drift vanishes at θ₀ too. */
  readonly fixed: boolean;
  /** Whether D does not vanish towards θ₀ but jumps there: beyond θ₀ there is no noise. */
  readonly jumps: boolean;
  /** Writes a and D at distance u. */
  evaluate(u: number, out: Float64Array): void;
}

/** Chebyshev points of a fit, and the size of last coefficients at which it stands for the function. */
const POINTS = 14;
const RESOLVED = 1e-11;
const HALVINGS = 24;
/** A drift at θ₀ this small against that nearby counts as zero. */
const ZERO = 1e-11;

/**
 * Fits both coefficients at θ₀ ± u (`side` +1 or −1) for u up to `widest`, on the widest interval where polynomials stand
 * for G and A. Throws InputError where D follows no whole or half power of u.
 */
export function zeroModel(coefficients: ScalarCoefficients, theta0: number, side: 1 | -1, widest: number): ZeroModel {
  const pair = new Float64Array(2);
  const at = (u: number, index: 0 | 1): number => {
    coefficients(theta0 + side * u, pair);
    return pair[index];
  };
  coefficients(theta0, pair);
  const drift0 = pair[0];
  for (let k = 0, width = widest; k <= HALVINGS; k++, width /= 2) {
    const fixed = !(Math.abs(drift0) > ZERO * Math.max(Math.abs(at(width, 0)), Math.abs(at(width / 2, 0))));
    for (const root of [1, 2] as const) {
      const D = powerFit((u) => at(u, 1), width, root);
      const a = D && powerFit((u) => at(u, 0), width, root, fixed ? undefined : 0);
      if (!D || !a) continue;
      return {
        width: width / 2,
        fixed,
        jumps: D.power === 0,
        evaluate(u, out) {
          const s = root === 1 ? u : Math.sqrt(u);
          out[0] = u ** a.power * chebyshevAt(a.fit, s);
          out[1] = u ** D.power * chebyshevAt(D.fit, s);
        },
      };
    }
  }
  const expectation = 'noise that vanishes like a whole or half power of the distance';
  const got = `something else at ${Number(theta0.toPrecision(6))}`;
  throw new InputError('model', expectation, got, 'Give a domain that keeps off this point.');
}

/**
 * f = u^power · polynomial in u^{1/root} on (0, width); null where that does not hold to rounding. A function that is 0 has power 0.
 */
function powerFit(
  f: (u: number) => number,
  width: number,
  root: 1 | 2,
  given?: number,
): { power: number; fit: ChebyshevFit } | null {
  const [near, far] = [f(1e-4 * width), f(1e-3 * width)];
  const fitted = (power: number): ChebyshevFit =>
    chebyshevFit((s) => f(s ** root) / s ** (root * power), 0, width ** (1 / root), POINTS);
  if (near === 0 && far === 0) return { power: 0, fit: fitted(0) };
  const slope = Math.log10(Math.abs(far / near));
  const power = given ?? Math.round(root * slope) / root;
  if (!(Math.abs(power - slope) < 0.05 || given !== undefined) || power < 0) return null;
  const fit = fitted(power);
  return fit.tail <= RESOLVED ? { power, fit } : null;
}
