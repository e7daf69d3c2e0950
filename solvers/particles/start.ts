import { readLaw } from '../../src/data/law-call.js';
import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import { constantSampler, type Sampler } from '../../src/num/random/samplers.js';
import type { Stream } from '../../src/num/random/stream.js';
import { samplerOf } from './law-source.js';

/** Laws of the first weights as a problem file gives them: a law or a number by name. */
export type InitialText = Readonly<Record<string, string | number>>;

/** Writes the first θ of a chain. */
export type Start = (stream: Stream, theta: Float64Array) => void;

/** Parameters of an expression of which nothing is said start here. */
const DEFAULT_PARAMETER = 'normal(0, 0.3)';

/**
 * Where the chains of a family start if the problem does not say: balanced weights at the model that fits best, v = β₂/β₁, from where
 * the side that learns is reached at once; at v = 1 where that is 0, which no chain would leave.
 */
export function defaultFamilyStart({ beta }: DiagonalLinearProblem): InitialText {
  const v = beta[1] / beta[0];
  return { v: v === 0 ? 1 : Number(v.toPrecision(6)) };
}

/** Laws of all parameters of an expression, those not mentioned with their default. */
export function defaultParameterStart(parameters: readonly string[], given: InitialText = {}): InitialText {
  return { ...Object.fromEntries(parameters.map((name) => [name, DEFAULT_PARAMETER])), ...given };
}

/**
 * First weights of a diagonal linear network, u_i⁽ᵏ⁾ at i(D+1) + k: `v`, balanced weights of a model with that law; or `u`, every weight
 * by itself; or, at depth 1, `u` and `w`, the weights of the two layers. Throws InputError at `initial.NAME` for other names or laws.
 */
export function familyStart(depth: number, width: number, initial: InitialText): Start {
  const names = Object.keys(initial);
  const wanted = names.includes('v') ? ['v'] : depth === 1 && names.includes('w') ? ['u', 'w'] : ['u'];
  const stranger = names.find((name) => !wanted.includes(name));
  const missing = wanted.find((name) => !names.includes(name));
  if (stranger !== undefined || missing !== undefined) {
    const forms = depth === 1 ? 'v alone, u alone, or u and w' : 'v alone or u alone';
    const cure = 'v is the model, u every weight, u and w the layers of depth 1.';
    throw new InputError(`initial.${stranger ?? missing}`, forms, names.join(', '), cure);
  }
  const samplers = wanted.map((name) => initialSampler(initial, name));
  const layers = depth + 1;
  if (wanted[0] === 'v') return balanced(samplers[0], layers, width);
  return (stream, theta) => {
    for (let i = 0; i < layers * width; i++) theta[i] = samplers[(i % layers) % samplers.length](stream);
  };
}

/** Equal weights in size, with the sign of v on the first layer. */
function balanced(draw: Sampler, layers: number, width: number): Start {
  return (stream, theta) => {
    const v = draw(stream);
    const size = layers === 1 ? Math.abs(v) / width : (Math.abs(v) / width) ** (1 / layers);
    for (let i = 0; i < layers * width; i++) theta[i] = i % layers === 0 && v < 0 ? -size : size;
  };
}

/** First parameters of an expression. Throws InputError at `initial.NAME` for names that are no parameters and for wrong laws. */
export function parameterStart(parameters: readonly string[], initial: InitialText): Start {
  const stranger = Object.keys(initial).find((name) => !parameters.includes(name));
  if (stranger !== undefined) {
    const expectation = `a parameter (${parameters.join(', ')})`;
    throw new InputError(`initial.${stranger}`, expectation, stranger, 'Correct the name.');
  }
  const samplers = parameters.map((name) => initialSampler(initial, name));
  return (stream, theta) => samplers.forEach((draw, i) => (theta[i] = draw(stream)));
}

function initialSampler(initial: InitialText, name: string): Sampler {
  const text = initial[name];
  const value = typeof text === 'number' ? text : text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return constantSampler(value);
  const path = `initial.${name}`;
  const law = readLaw(String(text), path);
  if (law !== null) return samplerOf(law);
  throw new InputError(path, 'a law or a number', JSON.stringify(text), 'Write normal(0, 0.3) or 0.5.');
}
