import { gaussRule, legendre as legendreRecurrence } from './gauss.js';

/**
 * Integrals of an equilibrium profile e^ψ, ψ' = f = a/D, by Gauss–Legendre collocation on panels.
 *
 * On a panel f is replaced by its interpolant of degree 7 at the eight Gauss points, whose integral gives ψ there
 * (collocation at Gauss points: order 16 in ψ and in any weighted integral of e^ψ at the panel's end). A panel is
 * halved until the last Legendre coefficients of f and of e^ψ/D say that the interpolants are exact to rounding.
 */
export const POINTS = 8;

/** Gauss points on [−1, 1], their weights, and the matrix that integrates the interpolant from −1 to each point. */
const RULE = gaussRule(legendreRecurrence, POINTS);
const NODES = RULE.nodes;
/** The rule integrates against a probability density; on [−1, 1] its weights double. */
const WEIGHTS = RULE.weights.map((w) => 2 * w);
const PARTIAL = partialIntegrals();
/** Rows of the map from point values to the Legendre coefficients 6 and 7. */
const TAIL = [6, 7].map((k) => Float64Array.from(NODES, (x, j) => (k + 0.5) * WEIGHTS[j] * legendre(k, x)));

function legendre(k: number, x: number): number {
  let [p0, p1] = [1, x];
  if (k === 0) return p0;
  for (let n = 1; n < k; n++) [p0, p1] = [p1, ((2 * n + 1) * x * p1 - n * p0) / (n + 1)];
  return p1;
}

/** PARTIAL[i·8 + j] = ∫ from −1 to node i of the j-th Lagrange polynomial, through ∫P_k = (P_{k+1} − P_{k−1})/(2k+1). */
function partialIntegrals(): Float64Array {
  const out = new Float64Array(POINTS * POINTS);
  for (let i = 0; i < POINTS; i++) {
    for (let j = 0; j < POINTS; j++) {
      let sum = 0.5 * WEIGHTS[j] * (NODES[i] + 1);
      for (let k = 1; k < POINTS; k++) {
        const integral = (legendre(k + 1, NODES[i]) - legendre(k - 1, NODES[i])) / (2 * k + 1);
        sum += (k + 0.5) * WEIGHTS[j] * legendre(k, NODES[j]) * integral;
      }
      out[i * POINTS + j] = sum;
    }
  }
  return out;
}

/** Writes ∫ from the panel's start to each of its points, of the function with these values there; order 8, and 16 at the panel's end. */
export function runningIntegral(values: ArrayLike<number>, length: number, out: Float64Array): void {
  for (let i = 0; i < POINTS; i++) {
    let sum = 0;
    for (let j = 0; j < POINTS; j++) sum += PARTIAL[i * POINTS + j] * values[j];
    out[i] = (length / 2) * sum;
  }
}

/** Writes a and D at y to out[0] and out[1]. */
export type LineCoefficients = (y: number, out: Float64Array) => void;

/** What a march over [from, to] measures, all relative to its starting point. */
export interface March {
  /** ψ(to) − ψ(from) = ∫ a/D dy. */
  phi: number;
  /** ln ∫ e^{ψ − ψ(from)}/D |dy|: the mass of the interval per unit of q at its start. */
  logVolume: number;
  /** ln ∫ e^{−(ψ − ψ(from))} |dy|: the resistance to a current. */
  logResistance: number;
}

/** A panel that was accepted: y, ψ relative to the march's start, D and the absolute quadrature weight of its points. */
export interface Panel {
  readonly from: number;
  readonly to: number;
  /** ψ at `to`. */
  readonly psiTo: number;
  readonly y: Float64Array;
  readonly psi: Float64Array;
  readonly diffusion: Float64Array;
  readonly weight: Float64Array;
}

/** ln(eᵃ + eᵇ) without overflow. */
export function logAdd(a: number, b: number): number {
  if (a < b) [a, b] = [b, a];
  return b === -Infinity ? a : a + Math.log1p(Math.exp(b - a));
}

/**
 * Size of the Legendre coefficients 6 and 7 at which a panel counts as resolved. Coefficients of a smooth function fall
 * geometrically and the rule's error is of the size of coefficient 16, about the 16/7th power of the seventh: 10⁻¹⁷.
 */
const RESOLVED = 3e-8;
const MAX_HALVINGS = 48;

/** Walks a line: see `marcher`. */
export interface Marcher {
  /** All three integrals from `from` to `to` (in either direction); `visit` sees each accepted panel, whose arrays are reused. */
  march(from: number, to: number, visit?: (panel: Panel) => void): March;
  /** ψ(to) − ψ(from) alone, on panels as long as f allows however far ψ falls. */
  potential(from: number, to: number): number;
}

/** One panel's samples and sums; `integrate` fills them and owns no result but these arrays. */
interface PanelRule {
  readonly y: Float64Array;
  readonly psi: Float64Array;
  readonly diffusion: Float64Array;
  readonly weight: Float64Array;
  /** ∫f, ∫e^ψ/D and ∫e^−ψ of the panel, ψ relative to its start. */
  readonly sums: Float64Array;
  /** Integrates f and, with `profiles`, volume and resistance; false where the panel must be halved. */
  integrate(from: number, to: number, profiles: boolean): boolean;
}

function panelRule(evaluate: LineCoefficients): PanelRule {
  const pair = new Float64Array(2);
  const f = new Float64Array(POINTS);
  const profile = new Float64Array(POINTS);
  const rule = {
    y: new Float64Array(POINTS),
    psi: new Float64Array(POINTS),
    diffusion: new Float64Array(POINTS),
    weight: new Float64Array(POINTS),
    sums: new Float64Array(3),
  };
  const { y, psi, diffusion, weight, sums } = rule;

  /** Samples f and D on a panel; returns half its length times the largest |f|. */
  function sample(from: number, to: number): number {
    const half = (to - from) / 2;
    const middle = (to + from) / 2;
    let largest = 0;
    for (let j = 0; j < POINTS; j++) {
      y[j] = middle + half * NODES[j];
      evaluate(y[j], pair);
      f[j] = pair[0] / pair[1];
      diffusion[j] = pair[1];
      largest = Math.max(largest, Math.abs(f[j]));
    }
    if (Number.isFinite(largest)) return Math.abs(half) * largest;
    throw new RangeError(
      `march: finite coefficients, got a/D = ${largest} near y = ${middle}. Keep the line between fixed points.`,
    );
  }

  /** ψ at the points and the sums of e^ψ/D and e^−ψ. */
  function integrateProfiles(half: number): void {
    let [volume, resistance] = [0, 0];
    for (let i = 0; i < POINTS; i++) {
      let partial = 0;
      for (let j = 0; j < POINTS; j++) partial += PARTIAL[i * POINTS + j] * f[j];
      psi[i] = half * partial;
      const growth = Math.exp(psi[i]);
      weight[i] = Math.abs(half) * WEIGHTS[i];
      profile[i] = growth / diffusion[i];
      volume += weight[i] * profile[i];
      resistance += weight[i] / growth;
    }
    sums[1] = volume;
    sums[2] = resistance;
  }

  function integrate(from: number, to: number, profiles: boolean): boolean {
    const half = (to - from) / 2;
    const steep = sample(from, to);
    let phi = 0;
    for (let j = 0; j < POINTS; j++) phi += WEIGHTS[j] * f[j];
    sums[0] = half * phi;
    const smooth = Math.abs(half) * (tail(f, 0) + tail(f, 1)) <= RESOLVED * Math.max(1, steep);
    if (!profiles) return smooth;
    if (steep > 2) return false;
    integrateProfiles(half);
    return smooth && tail(profile, 0) + tail(profile, 1) <= (RESOLVED * sums[1]) / Math.abs(half);
  }

  return { ...rule, integrate };
}

/**
 * A marcher over a line's coefficients; it throws RangeError where they are not numbers. It owns its work arrays, so that
 * a march allocates nothing. Panels end at `kinks` (ascending), which the points of a panel might not see.
 */
export function marcher(evaluate: LineCoefficients, kinks: readonly number[] = []): Marcher {
  const { integrate, sums, y, psi, diffusion, weight } = panelRule(evaluate);
  const result: March = { phi: 0, logVolume: -Infinity, logResistance: -Infinity };
  const ends = new Float64Array(MAX_HALVINGS + 2);
  const levels = new Int32Array(MAX_HALVINGS + 2);

  /** Accepts panels from `from` to `to` one after another, from kink to kink. */
  function walk(from: number, to: number, profiles: boolean, accept: (start: number, end: number) => void): void {
    let start = from;
    for (let k = 0; k < kinks.length; k++) {
      const kink = from < to ? kinks[k] : kinks[kinks.length - 1 - k];
      if (!(kink > Math.min(start, to) && kink < Math.max(start, to))) continue;
      walkSmooth(start, kink, profiles, accept);
      start = kink;
    }
    walkSmooth(start, to, profiles, accept);
  }

  /** The same where there is no kink, halving depth first. */
  function walkSmooth(from: number, to: number, profiles: boolean, accept: (start: number, end: number) => void): void {
    let start = from;
    let top = 0;
    ends[0] = to;
    levels[0] = 0;
    while (top >= 0) {
      const end = ends[top];
      if (!integrate(start, end, profiles) && levels[top] < MAX_HALVINGS) {
        levels[top + 1] = ++levels[top];
        ends[++top] = (start + end) / 2;
        continue;
      }
      accept(start, end);
      start = end;
      top--;
    }
  }

  return {
    march(from, to, visit) {
      result.phi = 0;
      result.logVolume = -Infinity;
      result.logResistance = -Infinity;
      walk(from, to, true, (start, end) => {
        if (visit !== undefined) {
          for (let j = 0; j < POINTS; j++) psi[j] += result.phi;
          visit({ from: start, to: end, psiTo: result.phi + sums[0], y, psi, diffusion, weight });
        }
        result.logVolume = logAdd(result.logVolume, result.phi + Math.log(sums[1]));
        result.logResistance = logAdd(result.logResistance, Math.log(sums[2]) - result.phi);
        result.phi += sums[0];
      });
      return result;
    },
    potential(from, to) {
      let phi = 0;
      walk(from, to, false, () => {
        phi += sums[0];
      });
      return phi;
    },
  };
}

/** |Legendre coefficient 6 or 7| of the interpolant through the values. */
function tail(values: Float64Array, k: 0 | 1): number {
  let sum = 0;
  for (let j = 0; j < POINTS; j++) sum += TAIL[k][j] * values[j];
  return Math.abs(sum);
}
