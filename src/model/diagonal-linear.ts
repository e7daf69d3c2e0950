/**
 * The diagonal linear network f(x) = v x, v = Σ_{i=1..d} Π_{k=0..D} u_i⁽ᵏ⁾, fitted by SGD to y with per-sample loss
 * (v x − y)² + γ‖u‖² — Ziyin, Li & Ueda, arXiv:2308.06671 ([NB]), sections 4 and 5.
 */
export interface DiagonalLinearProblem {
  /** D ≥ 0; D = 0 is linear regression, D = 1 is u·w·x. */
  readonly depth: number;
  /** d ≥ 1 equal active chains. */
  readonly width: number;
  /** α₁ = Var[x²], α₂ = Cov[x², xy], α₃ = Var[xy]. */
  readonly alpha: readonly [number, number, number];
  /** β₁ = E[x²], β₂ = E[xy]. */
  readonly beta: readonly [number, number];
  /** Δ = α₁α₃ − α₂² ≥ 0; exactly 0 when some v leaves no gradient noise. */
  readonly delta: number;
  /** T = learning rate / batch size. */
  readonly temperature: number;
  /** γ ≥ 0 in the penalty γ‖u‖². */
  readonly weightDecay: number;
  /** η, or null where only T was given. */
  readonly learningRate: number | null;
  /** Whether the drift is −∇(L + c‖∇L‖²): c = η/4 for `true`, T/4 for `'paper'` ([NB] App. A.3), 0 for `false`. */
  readonly modifiedLoss: boolean | 'paper';
}

/** η in the modified loss L + (η/4)‖∇L‖², 0 where it is off. */
export function modifiedLossRate(p: DiagonalLinearProblem): number {
  if (p.modifiedLoss === 'paper') return p.temperature;
  return p.modifiedLoss ? (p.learningRate ?? NaN) : 0;
}

/**
 * T_c of depth 1, above which SGD collapses to v = 0: (|β₂| − γ)/α₃ ([NB] Eq. 16 and footnote 4), and with the modified
 * loss at batch size S, (|β₂| − γ)/(α₃ + S(|β₂| − γ)²) — the printed Eq. 54 is the case S = 1.
 * Null for other depths, which have none, and where α₃ = 0. Negative: collapsed at every temperature.
 */
export function criticalTemperature(p: DiagonalLinearProblem): number | null {
  if (p.depth !== 1) return null;
  const signal = Math.abs(p.beta[1]) - p.weightDecay;
  const batch = modifiedLossRate(p) / p.temperature;
  const noise = p.alpha[2] + batch * signal * signal;
  return noise > 0 ? signal / noise : null;
}

/**
 * The model v that minimises L + γ‖u‖² globally on the balanced manifold: β₁v² − 2β₂v + γ d (D+1) (|v|/d)^{2/(D+1)}.
 */
export function globalMinimum(p: DiagonalLinearProblem): number {
  const [b1] = p.beta;
  const signal = Math.abs(p.beta[1]);
  const { depth: D, width: d, weightDecay: decay } = p;
  if (D === 0) return p.beta[1] / (b1 + decay);
  if (D === 1) return (Math.sign(p.beta[1]) * Math.max(0, signal - decay)) / b1;
  if (decay === 0) return p.beta[1] / b1;
  const cost = (v: number) => b1 * v * v - 2 * signal * v + decay * d * (D + 1) * (v / d) ** (2 / (D + 1));
  const v = largestStationaryPoint(b1, signal, (v) => decay * (v / d) ** ((1 - D) / (D + 1)));
  return v > 0 && cost(v) < 0 ? Math.sign(p.beta[1]) * v : 0;
}

/**
 * The largest root of β₁v − β₂ + pull(v) = 0 on (0, β₂/β₁) for a convex falling pull, by Newton's method from the right
 * end, where the left side is positive and convex so that the iterates fall monotonically; 0 if they leave the interval.
 */
function largestStationaryPoint(b1: number, b2: number, pull: (v: number) => number): number {
  let v = b2 / b1;
  for (let step = 0; step < 200 && v > 0; step++) {
    const h = 1e-6 * v;
    const value = b1 * v - b2 + pull(v);
    const slope = b1 + (pull(v + h) - pull(v - h)) / (2 * h);
    if (!(slope > 0)) return 0;
    const next = v - value / slope;
    if (Math.abs(next - v) <= 1e-15 * v) return next;
    v = next;
  }
  return Math.max(v, 0);
}

/**
 * A warning where the SDE is a poor guide to SGD: near collapse or divergence (above a third of the temperature where
 * it happens) unless noise dominates signal in one sample. A discrete step multiplies by 1 + 2ηz, and only for many
 * small z does the product look like the SDE's exponential: depth ≥ 1 needs α₃ ≫ S β₂², depth 0 needs α₁ ≫ S β₁².
 * S is 1 where only T is known, which is the most favourable case.
 */
export function sdeValidityWarning(p: DiagonalLinearProblem): string[] {
  const batch = p.learningRate === null ? 1 : p.learningRate / p.temperature;
  const [noise, signal] = p.depth === 0 ? [p.alpha[0], p.beta[0]] : [p.alpha[2], Math.abs(p.beta[1])];
  const ratio = noise / (batch * signal * signal);
  if (!(ratio < 10) || p.temperature * noise < signal / 3) return [];
  const [name, edge] = p.depth === 0 ? ['α₁/(S β₁²)', 'β₁/α₁'] : ['α₃/(S β₂²)', 'β₂/α₃'];
  const known = p.learningRate === null ? ' even at batch size S = 1' : '';
  return [
    `T is above a third of ${edge} and ${name} = ${Number(ratio.toPrecision(3))} is below 10${known}: the discrete steps of SGD differ from its SDE here, which is what is solved.`,
  ];
}
