import type { Pole } from './resolvent.js';

const pole = (thetaRe: number, thetaIm: number, alphaRe: number, alphaIm: number): Pole => ({
  thetaRe,
  thetaIm,
  alphaRe,
  alphaIm,
});

/**
 * The Chebyshev rational approximation r(z) of e^z on z ≤ 0, type (16, 16), in incomplete partial fractions
 * (Pusa, Nucl. Sci. Eng. 182, 2016): r(z) = r(−∞) Π_k (1 + 2 Re[α_k/(z − θ_k)]). max |r − exp| = 2.1249·10⁻¹⁶ on z ≤ 0.
 * Computed with 60 digits and paired with the zeros so that every factor is largest at z = 0 and none cancels there:
 * docs/derivations/cram.md.
 */
export const CRAM_POLES: readonly Pole[] = [
  pole(-10.843917078696988, 19.27744616718165, 30.00784599203255, -13.381373935121903),
  pole(-5.264971343442647, 16.22022147316793, 21.622173420614427, -13.87994812157507),
  pole(-1.4139284624888862, 13.497725698892745, 33.37537200355519, -35.11038557340813),
  pole(1.419375897185666, 10.925363484496723, 32.90849175541618, -48.25932019145299),
  pole(3.509103608414918, 8.436198985884374, 67.0671823176129, -258.470176487907),
  pole(4.993174737717997, 5.996881713603942, 124.55007988582085, -1249.2264904250987),
  pole(5.948152268951177, 3.587457362018322, 341.77799041681635, -14700.746916732247),
  pole(6.416177699099435, 1.1941223933701386, 6047.367599319969, -5558921.444219614),
];

/**
 * r(−∞) = 2.1248537104952237·10⁻¹⁶ raised by 4·10⁻¹⁶ of itself, so that with the rounded coefficients above r(0) = 1 to 1.3·10⁻¹⁷:
 * r(0) is the factor by which a step multiplies the total mass.
 */
export const CRAM_LIMIT = 2.1248537104952246e-16;
