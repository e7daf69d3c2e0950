/**
 * An Itô stochastic differential equation dθ = a(θ) dt + √(2 D(θ)) dW with its Fokker–Planck equation
 * ∂ₜp = −∂ᵢ(aᵢ p) + ∂ᵢ∂ⱼ(Dᵢⱼ p). Plain data: a solver sees this and never a loss.
 */
export interface Sde {
  /** Names of the d coordinates, in the order of θ. */
  readonly names: readonly string[];
  /** Writes a(θ) into out[0..d). */
  drift(theta: ArrayLike<number>, out: Float64Array): void;
  /** Writes D(θ), row-major d×d, symmetric and positive semi-definite (it may be singular), into out[0..d²). */
  diffusion(theta: ArrayLike<number>, out: Float64Array): void;
}
