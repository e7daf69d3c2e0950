/**
 * What a closed form is told and what it answers.
 *
 * Closed forms judge the solver, so nothing here shares code with it: a form sees the moments of the data and the
 * hyper-parameters, never a grid, an SDE object or a generator.
 */

/** A diagonal-linear problem in the language of its moments: everything a closed form may depend on. */
export interface LinearProblem {
  /** Depth D ≥ 0; `Infinity` is the limit D → ∞ at a fixed ratio width/(depth + 1). */
  readonly depth: number;
  /** Width d ≥ 1 (without effect at depth 0); at infinite depth the limit of d/(D + 1), any positive number. */
  readonly width: number;
  /** α₁ = Var x², α₂ = Cov(x², xy), α₃ = Var xy. */
  readonly alpha: readonly [number, number, number];
  /** β₁ = E x², β₂ = E xy. */
  readonly beta: readonly [number, number];
  /** Δ = α₁α₃ − α₂² ≥ 0, given apart because the difference of the rounded α loses it. */
  readonly delta: number;
  /** T = η/S > 0. */
  readonly temperature: number;
  /** γ ≥ 0 of the penalty γ‖θ‖². */
  readonly weightDecay: number;
  /** η, needed by `modifiedLoss: true` only. */
  readonly learningRate: number | null;
  /** Drift from L + (ε/4)‖∇L‖² with ε = η (`true`), ε = T (`'paper'`) or ε = 0 (`false`). */
  readonly modifiedLoss: false | true | 'paper';
}

/** One interval of v on which the stationary density can be normalised. */
export interface Piece {
  readonly support: readonly [number, number];
  /** ln of the density up to a constant: 0 near the peak of its mass, −∞ outside the support. */
  logDensity(v: number): number;
  /** ln ∫ exp(logDensity) dv over the support, by double-exponential quadrature. */
  logMass(): number;
}

/** A stationary density known in closed form. */
export interface ClosedForm {
  /** Short name, such as 'depth-1'. */
  readonly name: string;
  /** Equation number in arXiv:2308.06671 ([NB]), or where else it comes from. */
  readonly reference: string;
  /** Whether the form is exact for this problem. */
  applies(p: LinearProblem): boolean;
  /** The normalisable pieces; empty where every one of them collapses to a point mass. */
  logDensity(p: LinearProblem): Piece[];
}

/** ε of the modified loss L + (ε/4)‖∇L‖²; NaN if it needs a learning rate and there is none. */
export function modification(p: LinearProblem): number {
  if (p.modifiedLoss === false) return 0;
  return p.modifiedLoss === 'paper' ? p.temperature : (p.learningRate ?? NaN);
}

/** Whether the numbers describe a problem at all: T > 0, β₁ > 0, γ ≥ 0, some noise and a known ε. */
export function isPosed(p: LinearProblem): boolean {
  const finite = [...p.alpha, ...p.beta, p.delta, p.temperature, p.weightDecay, modification(p)].every(Number.isFinite);
  return (
    finite &&
    p.temperature > 0 &&
    p.beta[0] > 0 &&
    p.weightDecay >= 0 &&
    Math.min(p.alpha[0], p.alpha[2]) >= 0 &&
    p.alpha[0] + p.alpha[2] > 0
  );
}

/** The problem seen from −v: y → −y, so that β₂ and α₂ change sign. */
export function mirrored(p: LinearProblem): LinearProblem {
  return { ...p, alpha: [p.alpha[0], -p.alpha[1], p.alpha[2]], beta: [p.beta[0], -p.beta[1]] };
}

/** Pieces on v > 0 from `build`, and those on v < 0 from the mirrored problem, in that order. */
export function bothSigns(p: LinearProblem, build: (p: LinearProblem) => Piece[]): Piece[] {
  return [...build(p), ...build(mirrored(p)).map(reflect)];
}

/** The piece under v → −v. */
export function reflect(piece: Piece): Piece {
  return {
    support: [-piece.support[1], -piece.support[0]],
    logDensity: (v) => piece.logDensity(-v),
    logMass: () => piece.logMass(),
  };
}
