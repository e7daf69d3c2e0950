import type { DataLaw } from '../data/law.js';
import type { SymbolicModel } from '../model/symbolic-loss.js';
import type { RescalingSymmetry } from '../model/symmetry.js';
import { alongOrbit, rescalingSymmetries } from '../model/symmetry.js';
import { InputError } from '../num/input-error.js';
import { changeOfVariables } from './change-of-variables.js';
import type { GradientNoise } from './gradient-noise.js';
import { sgd } from './gradient-noise.js';
import type { SgdOptions } from './hyper-parameters.js';
import { sgdThrough } from './sgd-through.js';

/** Names of the coordinates that replace a pair. */
const [XI, ZETA] = ['xi', 'zeta'];

/**
 * The SDE in the coordinates of a rescaling symmetry of (u, w): with a = (u + w)²/4 and b = (u − w)²/4,
 *
 *     ξ = ½ ln(a/b),   ζ = ½ ln(ab),   so that   u·w = a − b = 2 e^ζ sinh ξ   and   |u² − w²| = 4 e^ζ.
 *
 * ξ and ζ stand first, other parameters follow unchanged. ζ has no noise and only falls (docs/derivations/symmetry-coordinates.md). The
 * chart covers u ≠ ±w; signs of u ± w do not matter, as the SDE is the same on all four quarters.
 *
 * @param pair which symmetry, if the model has several (default: the first found)
 *
 * Throws InputError where the model has no such symmetry, or a parameter or column is called xi or zeta.
 */
export function symmetryCoordinates(
  model: SymbolicModel,
  law: DataLaw,
  options: SgdOptions,
  pair?: readonly [string, string],
): GradientNoise & { readonly symmetry: RescalingSymmetry } {
  const symmetry = chosen(rescalingSymmetries(model, law.columns), pair);
  const [u, w] = symmetry.pair;
  const others = model.parameters.filter((name) => name !== u && name !== w);
  const taken = [...model.parameters, ...law.columns].find((name) => name === XI || name === ZETA);
  if (taken !== undefined) {
    const expectation = 'names other than xi and zeta in symmetry coordinates';
    throw new InputError('model.parameters', expectation, taken, 'Rename it.');
  }
  const [sum, difference] = [`log((${u}+${w})^2/4)`, `log((${u}-${w})^2/4)`];
  const kept = Object.fromEntries(others.map((name) => [name, name]));
  const p = `exp((${ZETA}+${XI})/2)`;
  const q = `exp((${ZETA}-${XI})/2)`;
  const map = {
    coordinates: { [XI!]: `(${sum}-${difference})/2`, [ZETA!]: `(${sum}+${difference})/2`, ...kept },
    section: { [u]: `${p}+${q}`, [w]: `${p}-${q}`, ...kept },
  };
  if (options.modifiedLoss !== undefined && options.modifiedLoss !== false) {
    const noise = sgd(model, law, options);
    return { ...noise, ...changeOfVariables(noise, map), symmetry };
  }
  const product = freshName([...model.parameters, ...law.columns]);
  const inner = alongOrbit(model, symmetry.pair, product);
  const through = { [product]: `${u}*${w}`, ...kept };
  return { ...sgdThrough(inner, law, options, { parameters: model.parameters, through, ...map }), symmetry };
}

function chosen(found: readonly RescalingSymmetry[], pair: readonly [string, string] | undefined): RescalingSymmetry {
  const match = pair ? found.find((s) => pair.every((name) => s.pair.includes(name))) : found[0];
  if (match) return match;
  const expectation = `a rescaling symmetry of ${pair ? pair.join(' and ') : 'two parameters'}`;
  const got = found.length === 0 ? 'none' : found.map((s) => s.pair.join(' and ')).join('; ');
  throw new InputError('coordinates', expectation, got, 'Use the coordinates `parameters`.');
}

/** A name for the product u·w. */
function freshName(taken: readonly string[]): string {
  let name = 'v';
  while (taken.includes(name)) name += '_';
  return name;
}
