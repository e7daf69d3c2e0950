import { law } from '../src/data/analytic.js';
import type { DataLaw } from '../src/data/law.js';
import { compile } from '../src/expression/compile.js';
import { derivative } from '../src/expression/derivative.js';
import { parseExpression } from '../src/expression/parse.js';
import { model } from '../src/model/symbolic-loss.js';
import { sgd, type GradientNoise } from '../src/sde/gradient-noise.js';
import type { SgdOptions } from '../src/sde/hyper-parameters.js';
import type { Sde } from '../src/sde/sde.js';

/** x ~ N(0, 1), y = x + N(0, 1): α = (2, 2, 3), β = (1, 1). */
const gaussianData = (): DataLaw => law({ x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' });

/** g(v) = 2v² − 4v + 3 of that law. */
export const gaussianNoise = (v: number): number => 2 * v * v - 4 * v + 3;

/** The SDE of SGD in all weights of a diagonal linear network, chain by chain with the names of its weights. */
export function chainSgd(chains: readonly (readonly string[])[], options: SgdOptions): GradientNoise {
  const sum = chains.map((names) => names.join('*')).join('+');
  return sgd(model({ parameters: chains.flat(), prediction: `(${sum})*x` }), gaussianData(), options);
}

/** A point θ by name. */
export type Point = Readonly<Record<string, number>>;

/** What Itô’s rule says of one function of the parameters. */
export interface ItoTerms {
  /** ∇X·a: what plain calculus would give. */
  readonly transport: number;
  /** D:∇∇X, Itô's correction. */
  readonly correction: number;
  /** Half the variance of X per unit of time. */
  readonly diffusion: number;
}

/** Itô's rule for X(θ), given as text, at a point; derivatives are symbolic. */
export function itoTerms(sde: Sde, text: string, at: Point): ItoTerms {
  const { names } = sde;
  const X = parseExpression(text, 'X');
  const first = names.map((name) => derivative(X, name));
  const second = first.flatMap((slope) => names.map((name) => derivative(slope, name)));
  const theta = names.map((name) => at[name]);
  const d = names.length;
  const [G, H, a, D] = [d, d * d, d, d * d].map((size) => new Float64Array(size));
  compile(first, names)(theta, G);
  compile(second, names)(theta, H);
  sde.drift(theta, a);
  sde.diffusion(theta, D);
  let diffusion = 0;
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) diffusion += G[i] * D[i * d + j] * G[j];
  return {
    transport: G.reduce((sum, slope, i) => sum + slope * a[i], 0),
    correction: H.reduce((sum, curve, k) => sum + curve * D[k], 0),
    diffusion,
  };
}

/** E dX/dt at a point. */
export function meanRate(sde: Sde, text: string, at: Point): number {
  const { transport, correction } = itoTerms(sde, text, at);
  return transport + correction;
}
