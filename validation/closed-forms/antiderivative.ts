/** Antiderivatives of analytic functions to rounding, by Chebyshev panels that are laid down when they are needed. */

const DEGREE = 24;

/** A panel [start, start + 2·half] with the Chebyshev coefficients of F, F(start) included. */
interface Panel {
  readonly start: number;
  readonly half: number;
  readonly coefficients: Float64Array;
}

const cosines = Float64Array.from({ length: DEGREE * DEGREE }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / DEGREE) * ((i % DEGREE) + 0.5)) / DEGREE),
);

/** Chebyshev coefficients c₀ … of f on [a, a + 2h] from its values at the roots of T_DEGREE, c₀ already halved. */
function coefficients(f: (x: number) => number, a: number, h: number): Float64Array {
  const values = Float64Array.from({ length: DEGREE }, (_, j) => f(a + h * (1 + cosines[DEGREE + j]!)));
  const out = new Float64Array(DEGREE);
  for (let k = 0; k < DEGREE; k++) {
    let sum = 0;
    for (let j = 0; j < DEGREE; j++) sum += values[j]! * cosines[k * DEGREE + j]!;
    out[k] = ((k === 0 ? 1 : 2) * sum) / DEGREE;
  }
  return out;
}

/** Σ c_k T_k(t) by Clenshaw's recurrence. */
function clenshaw(c: Float64Array, t: number): number {
  let b1 = 0;
  let b2 = 0;
  for (let k = c.length - 1; k > 0; k--) {
    const b0 = c[k]! + 2 * t * b1 - b2;
    b2 = b1;
    b1 = b0;
  }
  return c[0]! + t * b1 - b2;
}

/** The largest |c_k| from k = first on; NaN if one is. */
const size = (c: Float64Array, first: number): number =>
  c.subarray(first).reduce((m, x) => Math.max(m, Math.abs(x)), 0);

/**
 * F(x) = ∫₀ˣ f for f analytic near the real axis. A panel is halved until its last coefficients vanish next to its
 * largest, so f is integrated to a relative error of about 10⁻¹⁵ per panel. F is NaN beyond a panel where f is not finite.
 * `magnitude` is what |f| would be if none of its terms cancelled: 10⁻¹⁵ of it is noise. Throws where f is not smooth.
 */
export function antiderivative(f: (x: number) => number, magnitude: (x: number) => number): (x: number) => number {
  // The first panels are short so that F keeps its relative accuracy near 0.
  const right = { panels: [] as Panel[], end: 0, value: 0, half: 2 ** -16 };
  const left = { panels: [] as Panel[], end: 0, value: 0, half: 2 ** -16 };

  /** Lays one more panel at the outer end of a side; `direction` is the sign of its x. */
  function extend(side: typeof right, direction: number): void {
    for (;;) {
      const h = direction * side.half;
      const c = coefficients(f, side.end, h);
      // Noise of f: its own rounding, that of x times |f′| ≈ Σ k|c_k|/half, and what moves F by no more than 10⁻¹⁶.
      const steepness = c.reduce((sum, x, k) => sum + k * Math.abs(x), 0);
      const rounding = Math.max(size(c, 0), magnitude(side.end + h));
      const noise = 2e-15 * rounding + (2 * Number.EPSILON * Math.abs(side.end) * steepness + 1e-16) / side.half;
      if (size(c, DEGREE - 3) > noise) {
        side.half /= 2;
        if (side.half > 1e-9) continue;
        throw new Error(`antiderivative: a smooth integrand expected near x = ${side.end}. Check Δ and the moments.`);
      }
      const F = new Float64Array(DEGREE + 1);
      for (let k = 1; k <= DEGREE; k++) {
        F[k] = (h * ((k === 1 ? 2 : 1) * c[k - 1]! - (k + 1 < DEGREE ? c[k + 1]! : 0))) / (2 * k);
      }
      F[0] = side.value - clenshaw(F, -1);
      side.panels.push({ start: side.end, half: h, coefficients: F });
      side.value = clenshaw(F, 1);
      side.end += 2 * h;
      // Twice as long where the second half of the series is already empty.
      if (size(c, DEGREE / 2) < noise) side.half *= 2;
      return;
    }
  }

  return (x) => {
    if (Number.isNaN(x) || Math.abs(x) === Infinity) return NaN;
    const direction = x < 0 ? -1 : 1;
    const side = x < 0 ? left : right;
    while (direction * side.end < direction * x && Number.isFinite(side.value)) extend(side, direction);
    if (direction * side.end < direction * x) return NaN;
    const { panels } = side;
    let low = 0;
    let high = panels.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (direction * panels[middle]!.start <= direction * x) low = middle;
      else high = middle - 1;
    }
    const found = panels[low];
    return found === undefined ? 0 : clenshaw(found.coefficients, (x - found.start) / found.half - 1);
  };
}
