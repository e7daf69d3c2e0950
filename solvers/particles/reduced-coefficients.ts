import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';

/** Substeps at depth 1 keep the standard deviation of Δz below z/4, so that the tail's exponent is that of the SDE. */
const TWO_LAYER_RATIO = 16;
/**
 * Substeps at depth D ≥ 2 keep the deviation of Δ ln u below 1/(8D), that is, the noise's own relative change below 1/4,
 * and the restoring force 2β₁κv Δt below 1/(4D), that is, its own relative change below ½.
 */
const DEEP_RATIO = 64;

/** The problem as a particle with sign(v) = `side` sees it: v < 0 mirrors v > 0 with β₂ → −β₂ and α₂ → −α₂. */
interface Side {
  readonly a1: number;
  readonly a2: number;
  readonly a3: number;
  readonly b1: number;
  readonly b2: number;
  readonly delta: number;
}

/**
 * The numbers that one step of the reduced SDE needs (reduced-step.ts), for particles of one sign, in the order in which
 * both kernels read them. `dt` is the time step in units of learning rate × steps.
 * Throws InputError for a step that is not positive, for one longer than the time over which the drift decays, and for the
 * modified loss, which these kernels do not carry.
 */
export function reducedCoefficients(p: DiagonalLinearProblem, dt: number, side: 1 | -1): Float64Array {
  if (!(dt > 0 && Number.isFinite(dt))) {
    throw new InputError('particles.timeStep', 'a positive number', String(dt), 'Pass a time step such as 0.001.');
  }
  if (p.modifiedLoss !== false) {
    throw new InputError(
      'particles.method',
      'a method that carries the modified loss',
      '"reduced"',
      'Use "log" or switch modifiedLoss off.',
    );
  }
  const mirror = p.depth === 0 ? 1 : side;
  const [a1, a2, a3] = p.alpha;
  const problem: Side = { a1, a2: mirror * a2, a3, b1: p.beta[0], b2: mirror * p.beta[1], delta: p.delta };
  if (p.depth === 0) return regression(problem, p, dt);
  return p.depth === 1 ? twoLayers(problem, p, dt) : deep(problem, p, dt);
}

function checkRate(rate: number, dt: number): void {
  if (Math.abs(rate) * dt <= 1) return;
  throw new InputError(
    'particles.timeStep',
    `at most ${1 / Math.abs(rate)} (one decay time of the drift)`,
    String(dt),
    'Shorten it.',
  );
}

/** x ↦ a x + b, the flow of ẋ = B + C x over dt/2, with e^c as its Padé approximant [2/2] (relative error c⁵/720). */
function linearFlow(B: number, C: number, dt: number): [number, number] {
  checkRate(C, dt);
  const c = 0.5 * C * dt;
  const below = 12 - 6 * c + c * c;
  return [(12 + 6 * c + c * c) / below, (6 * B * dt) / below];
}

/** Factors of ξ² and ξ⁴ in cosh(√k ξ), and of ξ² in sinh(√k ξ)/√k ξ. */
function series(k: number): number[] {
  return [k / 2, (k * k) / 24, k / 6];
}

/** Slots 0…4: linear flow a, b − centre, b + a·centre; noise κ² and ρ. 15…17: κ²/2, κ⁴/24, κ²/6 of cosh and sinh. */
function regression(s: Side, p: DiagonalLinearProblem, dt: number): Float64Array {
  const T = p.temperature;
  const centre = s.a1 > 0 ? s.a2 / s.a1 : 0;
  const least = s.a1 > 0 ? s.delta / s.a1 : s.a3;
  const [a, b] = linearFlow(2 * s.b2 + 2 * T * s.a2, -2 * (s.b1 + p.weightDecay + T * s.a1), dt);
  const k = 4 * T * s.a1 * dt;
  const rest = new Array<number>(10).fill(0);
  return Float64Array.of(a, b - centre, b + a * centre, k, 4 * T * least * dt, ...rest, ...series(k));
}

/** Slots 0…4 as above; 5: A dt; 6: s below which a step is split; 7…14: the same per unit of time, for substeps. */
function twoLayers(s: Side, p: DiagonalLinearProblem, dt: number): Float64Array {
  const T = p.temperature;
  const centre = s.a3 > 0 ? s.a2 / s.a3 : 0;
  const least = s.a3 > 0 ? s.delta / s.a3 : s.a1;
  const A = 12 * T * s.a1;
  const B = 4 * s.b1 - 16 * T * s.a2;
  const C = 4 * T * s.a3 - 4 * (s.b2 - p.weightDecay);
  const [a, b] = linearFlow(B, C, dt);
  const k = 16 * T * s.a3;
  const rho = 16 * T * least;
  const perUnit = TWO_LAYER_RATIO * 16 * T * s.a1;
  const head = [a, b - centre, b + a * centre, k * dt, rho * dt, A * dt, perUnit * dt];
  return Float64Array.of(...head, dt, 1 / perUnit, 0.5 * C, 6 * B, centre, k, rho, A, ...series(k * dt));
}

/** Slots 0: dt; 1: width; 2…4: 4T g(v) = s₃(v − s₂)² + s₄; 5, 6: substeps; 7…12: drift; 13…17: degrees of its monomials. */
function deep(s: Side, p: DiagonalLinearProblem, dt: number): Float64Array {
  const { depth: D, width: d, temperature: T, weightDecay: decay } = p;
  const centre = s.a1 > 0 ? s.a2 / s.a1 : 0;
  const least = s.a1 > 0 ? s.delta / s.a1 : s.a3;
  checkRate(2 * decay, dt);
  const noise = [dt, d, centre, 4 * T * s.a1, 4 * T * least, 1 / (DEEP_RATIO * D * D), s.b1 / (8 * D)];
  const drift = [2 * s.b2, -2 * s.b1, -2 * T * s.a3, 4 * T * s.a2, -2 * T * s.a1, -2 * decay];
  return Float64Array.of(...noise, ...drift, D - 1, 2 * D, 2 * (D - 1), 3 * D - 1, 4 * D);
}
