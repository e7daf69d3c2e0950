import { compile } from '../expression/compile.js';
import { derivative } from '../expression/derivative.js';
import type { Node } from '../expression/node.js';
import { children, withChildren } from '../expression/node.js';
import { cancels } from '../expression/normal-form.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf } from '../expression/parse.js';
import { multiply, name, number, simplify, subtract } from '../expression/simplify.js';
import type { SymbolicModel } from './symbolic-loss.js';
import { bindToColumns } from './symbolic-loss.js';

/** A rescaling symmetry ℓ(λu, w/λ) = ℓ(u, w) for all λ > 0, and how it is known. */
export interface RescalingSymmetry {
  readonly pair: readonly [string, string];
  /** 'symbolic': u ∂ℓ/∂u − w ∂ℓ/∂w cancels exactly. 'numerical': no difference was found at random points. */
  readonly kind: 'symbolic' | 'numerical';
  /** The largest |ℓ(λu, w/λ) − ℓ(u, w)| / (|ℓ| + mean |ℓ|) over the points; 0 for 'symbolic'. */
  readonly defect: number;
}

/** Points at which a symmetry is tried, how many must give numbers, and the difference that rounding can explain. */
const POINTS = 200;
const LEAST_POINTS = 20;
const ROUNDING = 1e-11;

/**
 * Every pair of parameters that can be rescaled against each other without changing the loss, in the order of the parameters. The
 * generator u∂_u − w∂_w of the loss is simplified; where it does not cancel, the loss is compared at random points with λ from ⅓ to 3.
 *
 * @param columns names of the data columns; without them every name that is no parameter counts as a column
 */
export function rescalingSymmetries(model: SymbolicModel, columns = model.variables): RescalingSymmetry[] {
  const { gradient, loss } = bindToColumns(model, columns);
  const found: RescalingSymmetry[] = [];
  model.parameters.forEach((u, i) => {
    model.parameters.slice(i + 1).forEach((w, k) => {
      const [byU, byW] = [gradient[i]!.node, gradient[i + 1 + k]!.node];
      const generator = subtract(multiply(name(u), byU), multiply(name(w), byW));
      if (cancels(expressionOf(generator))) {
        found.push({ pair: [u, w], kind: 'symbolic', defect: 0 });
        return;
      }
      const defect = rescalingDefect(loss, u, w);
      if (defect <= ROUNDING) found.push({ pair: [u, w], kind: 'numerical', defect });
    });
  });
  return found;
}

/** The largest change of the loss under rescaling at random points, relative to its size; Infinity where too few give numbers. */
function rescalingDefect(loss: Expression, u: string, w: string): number {
  const names = [...loss.names];
  const [i, j] = [names.indexOf(u), names.indexOf(w)];
  const evaluate = compile([loss], names);
  const out = new Float64Array(1);
  const value = (at: readonly number[]) => (evaluate(at, out), out[0]!);
  const pairs: [number, number][] = [];
  for (let k = 0; k < POINTS; k++) {
    const at = names.map((_, n) => 4 * spread(k, n) - 2);
    const scale = 3 ** (2 * spread(k, names.length) - 1);
    const rescaled = at.map((t, n) => (n === i ? t * scale : n === j ? t / scale : t));
    const pair: [number, number] = [value(at), value(rescaled)];
    if (pair.every(Number.isFinite)) pairs.push(pair);
  }
  if (pairs.length < LEAST_POINTS) return Infinity;
  // The mean keeps a point where the loss is nearly 0 from turning rounding into a difference.
  const mean = pairs.reduce((sum, [before]) => sum + Math.abs(before), 0) / pairs.length || 1;
  return Math.max(...pairs.map(([before, after]) => Math.abs(after - before) / (Math.abs(before) + mean)));
}

/** Points of [0, 1)ⁿ without a random stream: the additive recurrence of square roots of primes, which fills every dimension evenly. */
function spread(k: number, n: number): number {
  const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];
  const t = (k + 1) * Math.sqrt(primes[n % primes.length]!) + 0.7548776662 * n;
  return t - Math.floor(t);
}

/**
 * The model on the orbits of a rescaling symmetry: ℓ(u, w, …) = ℓ(uw, 1, …) = φ(v, …), with v = u·w as its first parameter, called `product`.
 */
export function alongOrbit(model: SymbolicModel, [u, w]: readonly [string, string], product: string): SymbolicModel {
  const visit = (node: Node): Node => {
    if (node.kind === 'name') return node.name === u ? name(product) : node.name === w ? number(1) : node;
    return withChildren(node, children(node).map(visit));
  };
  const loss = expressionOf(simplify(visit(model.loss.node)));
  const parameters = [product, ...model.parameters.filter((parameter) => parameter !== u && parameter !== w)];
  const gradient = parameters.map((parameter) => derivative(loss, parameter));
  return { parameters, variables: model.variables, loss, gradient };
}
