// One step of the reduced SDE: the twin of solvers/particles/reduced-step.ts, where the schemes are derived. Every
// product and sum stands in the same order there and here, so that the bits agree.

import { COEFFICIENTS, CONSTANTS } from './memory';
import { localNormal, seedLocal } from './normal';

/** Coefficient i. */
function at(i: usize): f64 {
  return load<f64>(COEFFICIENTS + (i << 3));
}

/** Coefficient i in both lanes. */
function both(i: usize): v128 {
  return v128.load64_splat(COEFFICIENTS + (i << 3));
}

/** Depth 0, two chains. */
export function regressionStep(v: v128, xi: v128): v128 {
  const w = f64x2.add(f64x2.mul(both(0), v), both(1));
  const q = f64x2.mul(xi, xi);
  const root = f64x2.sqrt(f64x2.add(f64x2.mul(both(3), f64x2.mul(w, w)), both(4)));
  const moved = f64x2.add(f64x2.mul(w, evenPart(q)), f64x2.mul(root, f64x2.mul(xi, oddPart(q))));
  return f64x2.add(f64x2.mul(both(0), moved), both(2));
}

/** Depth 1, two chains, without the substeps. */
export function twoLayerStep(s: v128, xi: v128): v128 {
  const z = f64x2.sqrt(f64x2.add(s, both(5)));
  const w = f64x2.add(f64x2.mul(both(0), z), both(1));
  const q = f64x2.mul(xi, xi);
  const root = f64x2.sqrt(f64x2.add(f64x2.mul(both(3), f64x2.mul(w, w)), both(4)));
  const moved = f64x2.sub(f64x2.mul(w, evenPart(q)), f64x2.mul(root, f64x2.mul(xi, oddPart(q))));
  const y = f64x2.add(f64x2.mul(both(0), moved), both(2));
  return f64x2.pmin(f64x2.add(f64x2.mul(y, y), both(5)), v128.load(CONSTANTS, 32));
}

/** cosh to q² and sinh to q, q = ξ². */
function evenPart(q: v128): v128 {
  return f64x2.add(v128.load(CONSTANTS), f64x2.mul(q, f64x2.add(both(15), f64x2.mul(q, both(16)))));
}

function oddPart(q: v128): v128 {
  return f64x2.add(v128.load(CONSTANTS), f64x2.mul(q, both(17)));
}

/** Depth 1, one chain far out, in substeps. */
export function twoLayerSubsteps(start: f64, xi: f64): f64 {
  seedLocal(start, xi);
  let s = start;
  let left = at(7);
  while (left > 0) {
    const dt = Math.min(left, at(8) * s);
    left -= dt;
    const c = at(9) * dt;
    const below = 12 - 6 * c + c * c;
    const a = (12 + 6 * c + c * c) / below;
    const b = (at(10) * dt) / below;
    const w = a * Math.sqrt(s + at(14) * dt) + (b - at(11));
    const n = localNormal();
    const k = at(12) * dt;
    const q = k * (n * n);
    const root = Math.sqrt(k * (w * w) + at(13) * dt);
    const even = 1 + q * (0.5 + q * (1.0 / 24.0));
    const odd = 1 + q * (1.0 / 6.0);
    const y = a * (w * even - root * (n * odd)) + (b + a * at(11));
    s = y * y + at(14) * dt;
  }
  return s;
}

/** Depth ≥ 2, one chain. */
export function deepStep(start: f64, xi: f64, depth: i32): f64 {
  if (start === 0) return 0;
  let u = start;
  let left = at(0);
  let local = false;
  while (left > 0) {
    let k = u;
    for (let i: i32 = 2; i < depth; i++) k *= u;
    const v = at(1) * (k * (u * u));
    const kv = k * v;
    const kk = k * k;
    const t = v - at(2);
    const square = kk * (at(3) * (t * t) + at(4));
    const dt = Math.min(left, at(5) / (square + at(6) * kv));
    if (dt < left && !local) {
      seedLocal(start, xi);
      local = true;
    }
    left -= dt;
    const n = local ? localNormal() : xi;
    const one = at(7) * k;
    const two = at(8) * kv;
    const three = at(9) * kk;
    const four = at(10) * (kk * v);
    const five = at(11) * (kv * kv);
    const drift = one + two + three + four + five + at(12);
    const slope = at(13) * one + at(14) * two + at(15) * three + at(16) * four + at(17) * five;
    const bend =
      at(13) * (at(13) * one) +
      at(14) * (at(14) * two) +
      at(15) * (at(15) * three) +
      at(16) * (at(16) * four) +
      at(17) * (at(17) * five);
    // S' and S'' from the same monomials: S = −2 (three + four + five).
    const squareSlope = -2 * (at(15) * three + at(16) * four + at(17) * five);
    const squareBend = -2 * (at(15) * (at(15) * three) + at(16) * (at(16) * four) + at(17) * (at(17) * five));
    const b = Math.sqrt(square);
    const bSlope = b > 0 ? squareSlope / (2 * b) : 0;
    const mixed = slope * b + drift * bSlope + 0.5 * (b * (0.5 * squareBend - bSlope * bSlope));
    const dw = Math.sqrt(dt) * n;
    const plain = drift * dt + b * dw + 0.25 * squareSlope * (dw * dw - dt);
    const y = plain + 0.5 * dt * (mixed * dw + (drift * slope + 0.5 * (bend * square)) * dt);
    const even = y * y + 12;
    const odd = 6 * y;
    u = (u * (even + odd)) / (even - odd);
  }
  return u;
}
