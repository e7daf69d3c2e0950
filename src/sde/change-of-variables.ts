import { compile } from '../expression/compile.js';
import { derivative } from '../expression/derivative.js';
import type { CoordinateMapText } from './coordinate-map.js';
import { coordinateMap } from './coordinate-map.js';
import type { Sde } from './sde.js';

/**
 * An SDE in other coordinates x = X(θ) by Itô's rule: drift_A = ∇X_A·a + D:∇∇X_A and D_x = J·D·Jᵀ with J = ∇X, taken at
 * θ = section(x). With fewer coordinates than parameters the result is the SDE of X along the section, which is exact where drift and
 * diffusion of X depend on X alone, or where the section is an invariant manifold.
 *
 * Derivatives are symbolic, sums are in floating point: where terms cancel (the noise of a conserved quantity) what is left is rounding.
 * `sgdThrough` cancels them symbolically. Throws InputError as `coordinateMap` does.
 */
export function changeOfVariables(sde: Sde, text: CoordinateMapText): Sde {
  const old = sde.names;
  const map = coordinateMap(text, old);
  const [d, n] = [old.length, map.names.length];
  const section = compile(map.section, map.names);
  const first = map.coordinates.map((X) => old.map((name) => derivative(X, name)));
  const second = first.map((row) => row.map((slope) => old.map((name) => derivative(slope, name))));
  const slopes = compile(first.flat(), old);
  const curvatures = compile(second.flat(2), old);
  const theta = new Float64Array(d);
  const a = new Float64Array(d);
  const D = new Float64Array(d * d);
  const J = new Float64Array(n * d);
  const H = new Float64Array(n * d * d);
  return {
    names: map.names,
    drift(x, out) {
      section(x, theta);
      sde.drift(theta, a);
      sde.diffusion(theta, D);
      slopes(theta, J);
      curvatures(theta, H);
      for (let A = 0; A < n; A++) {
        let sum = 0;
        for (let i = 0; i < d; i++) sum += J[A * d + i]! * a[i]!;
        for (let k = 0; k < d * d; k++) sum += H[A * d * d + k]! * D[k]!;
        out[A] = sum;
      }
    },
    diffusion(x, out) {
      section(x, theta);
      sde.diffusion(theta, D);
      slopes(theta, J);
      congruence(J, D, out);
    },
  };
}

/** Writes J·D·Jᵀ (n×n) for J n×d and symmetric D d×d; the result is symmetric to the last bit. */
export function congruence(J: Float64Array, D: Float64Array, out: Float64Array): void {
  const d = Math.round(Math.sqrt(D.length));
  const n = J.length / d;
  for (let A = 0; A < n; A++) {
    for (let B = 0; B <= A; B++) {
      let sum = 0;
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) sum += J[A * d + i]! * D[i * d + j]! * J[B * d + j]!;
      out[A * n + B] = out[B * n + A] = sum;
    }
  }
}
