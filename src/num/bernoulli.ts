/**
 * The Bernoulli function B(x) = x / (eˣ − 1), the weight of exponentially fitted fluxes (Scharfetter & Gummel 1969,
 * IEEE Trans. Electron Devices 16, eq. 7). B > 0, B(0) = 1, B(−x) = eˣ B(x), B(−∞) = ∞, B(∞) = 0; NaN passes through.
 *
 * Written naively, eˣ − 1 loses every digit as x → 0 (B(1e-16) would be 0/0) and overflows beyond 709, where B is still
 * a normal number. `expm1` cures the first. Above x = 40 the −1 is below half a unit in the last place, so B = x e⁻ˣ,
 * with e⁻ˣ taken as two halves that do not underflow before B does. Relative error below 4e-16 wherever B is normal.
 */
export function bernoulli(x: number): number {
  if (x === 0) return 1;
  if (x > 40) {
    if (x === Infinity) return 0;
    const half = Math.exp(-x / 2);
    return x * half * half;
  }
  return x / Math.expm1(x);
}

/**
 * ln B(x) with small relative error everywhere, also near its zero x = 0 and where B itself under- or overflows.
 * Within |x| ≤ 2: B = e^{−y} y / sinh y with y = x/2, and sinh y / y − 1 = Σ_{n≥1} y²ⁿ/(2n+1) is a sum of positive
 * terms (ten reach 1e-18). Outside, ln|x| − x·[x > 0] − ln(1 − e^{−|x|}), whose terms do not cancel.
 * ln B(−∞) = ∞, ln B(∞) = −∞.
 */
export function logBernoulli(x: number): number {
  if (Math.abs(x) <= 2) {
    const y = x / 2;
    const square = y * y;
    let tail = 0;
    for (let n = 10; n >= 1; n--) tail = ((1 + tail) * square) / (2 * n * (2 * n + 1));
    return -y - Math.log1p(tail);
  }
  if (x === Infinity) return -Infinity;
  return Math.log(Math.abs(x)) - Math.max(x, 0) - Math.log1p(-Math.exp(-Math.abs(x)));
}
