import type { DataLaw } from '../data/law.js';
import { compile } from '../expression/compile.js';
import { derivative } from '../expression/derivative.js';
import type { Node } from '../expression/node.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf } from '../expression/parse.js';
import { add, multiply, name, number } from '../expression/simplify.js';
import type { SymbolicModel } from '../model/symbolic-loss.js';
import { bindToColumns } from '../model/symbolic-loss.js';
import { InputError } from '../num/input-error.js';
import { congruence } from './change-of-variables.js';
import type { CoordinateMap, CoordinateMapText } from './coordinate-map.js';
import { coordinateMap, onSection, readIn } from './coordinate-map.js';
import type { GradientNoise } from './gradient-noise.js';
import type { SgdOptions } from './hyper-parameters.js';
import { hyperParameters } from './hyper-parameters.js';
import { statistics } from './statistics.js';

/** How parameters θ enter a loss, and which coordinates to use for them. */
export interface ThroughText extends CoordinateMapText {
  /** The parameters θ. */
  readonly parameters: readonly string[];
  /** V_m(θ) by name of the inner model's parameter: the loss is ℓ(θ, z) = φ(V(θ), z). */
  readonly through: Readonly<Record<string, string>>;
}

/**
 * The SDE of SGD on ℓ(θ, z) = φ(V(θ), z) in coordinates x = X(θ), derived by Itô's rule with every cancellation done symbolically.
 * With ḡ and C the mean and covariance of ∇φ at V,
 *
 *     drift_A = −Σ_m b_Am ḡ_m + (T/2) Σ_mn h_Amn C_mn − 2γ k_A,      D_AB = (T/2) Σ_mn b_Am C_mn b_Bn,
 *     b_Am = Σ_i ∂ᵢX_A ∂ᵢV_m,   h_Amn = Σ_ij ∂ᵢ∂ⱼX_A ∂ᵢV_m ∂ⱼV_n,   k_A = Σ_i θᵢ ∂ᵢX_A   at θ = section(x).
 *
 * For u·w·x = v·x the coefficients of ζ reduce to b = 0, h = −2, k = 2: no noise is left in it, not even by rounding.
 *
 * @param inner the model φ, whose parameters are the names of `through`
 *
 * Throws InputError for expressions, names and settings out of order; `modifiedLoss` is refused (use `changeOfVariables`).
 */
export function sgdThrough(inner: SymbolicModel, law: DataLaw, options: SgdOptions, text: ThroughText): GradientNoise {
  const settings = hyperParameters(options);
  if (settings.modification > 0) {
    const cure = 'Use the coordinates `parameters`, or changeOfVariables on them.';
    throw new InputError('sgd.modifiedLoss', 'false in derived coordinates', String(options.modifiedLoss), cure);
  }
  const map = coordinateMap(text, text.parameters);
  const V = inner.parameters.map((symbol) => {
    const source = text.through[symbol];
    if (source === undefined) throw new InputError(`through.${symbol}`, 'its expression in θ', 'nothing', 'Give it.');
    return readIn(source, `through.${symbol}`, text.parameters);
  });
  const slope = statistics(bindToColumns(inner, law.columns).gradient, inner.parameters, law);
  const [n, m] = [map.names.length, V.length];
  const program = compile(coefficients(map, V), map.names);
  // One array holds V, b, h and k, in this order; the views below share it.
  const all = new Float64Array(m + n * m + n * m * m + n);
  const b = all.subarray(m, m + n * m);
  const h = all.subarray(m + n * m, m + n * m + n * m * m);
  const k = all.subarray(m + n * m + n * m * m);
  const mean = new Float64Array(m);
  const C = new Float64Array(m * m);
  const { temperature: T, weightDecay: gamma } = settings;
  return {
    names: map.names,
    drift(x, out) {
      program(x, all);
      slope.both(all, mean, C);
      for (let A = 0; A < n; A++) {
        let sum = -2 * gamma * k[A]!;
        for (let i = 0; i < m; i++) sum -= b[A * m + i]! * mean[i]!;
        for (let i = 0; i < m * m; i++) sum += (T / 2) * h[A * m * m + i]! * C[i]!;
        out[A] = sum;
      }
    },
    diffusion(x, out) {
      program(x, all);
      slope.both(all, mean, C);
      congruence(b, C, out);
      for (let i = 0; i < n * n; i++) out[i]! *= T / 2;
    },
    hyperParameters: settings,
    averages: slope.averages,
    warnings: slope.warnings,
  };
}

/** V, b, h and k on the section, in this order. */
function coefficients(map: CoordinateMap, V: readonly Expression[]): Expression[] {
  const { old, coordinates: X } = map;
  const gradient = (e: Expression) => old.map((symbol) => derivative(e, symbol));
  const total = (parts: readonly Node[]) => expressionOf(parts.reduce(add, number(0)));
  const dX = X.map(gradient);
  const dV = V.map(gradient);
  const ddX = dX.map((row) => row.map(gradient));
  const b = dX.flatMap((dXA) => dV.map((dVm) => total(dXA.map((e, i) => multiply(e.node, dVm[i]!.node)))));
  const h = ddX.flatMap((ddXA) =>
    dV.flatMap((dVm) =>
      dV.map((dVn) => {
        const parts = ddXA.flatMap((row, i) =>
          row.map((e, j) => multiply(multiply(e.node, dVm[i]!.node), dVn[j]!.node)),
        );
        return total(parts);
      }),
    ),
  );
  const k = dX.map((dXA) => total(dXA.map((e, i) => multiply(name(old[i]!), e.node))));
  return [...V, ...b, ...h, ...k].map((e) => onSection(e, map));
}
