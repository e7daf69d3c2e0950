import { bindConstants } from '../expression/constants.js';
import { derivative } from '../expression/derivative.js';
import { faultAt } from '../expression/fault.js';
import { children, namesOf } from '../expression/node.js';
import type { Node } from '../expression/node.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf, parseExpression } from '../expression/parse.js';
import { name, number, power, subtract } from '../expression/simplify.js';
import { isAllowedName } from '../expression/tokens.js';
import { InputError } from '../num/input-error.js';

/** A per-sample loss as text: either the loss itself or a prediction of the column y. */
export interface ModelText {
  /** Names of the parameters, in the order of θ. */
  readonly parameters: readonly string[];
  /** p(θ, z); the loss is (p − y)², without a factor ½. */
  readonly prediction?: string;
  /** ℓ(θ, z). */
  readonly loss?: string;
  /** Helper definitions, e.g. {h: 'tanh(u*x)'}; they may use each other in any order. */
  readonly let?: Readonly<Record<string, string>>;
}

/** A per-sample loss ℓ(θ, z) with its gradient: plain data, no data law and no hyper-parameters yet. */
export interface SymbolicModel {
  readonly parameters: readonly string[];
  /**
   * The names in the loss that are no parameters, in the order of first use: columns of the data; `pi` and `e` among them stand for
   * the constants unless the data have such a column.
   */
  readonly variables: readonly string[];
  readonly prediction?: Expression;
  readonly loss: Expression;
  /** ∂ℓ/∂θᵢ, one per parameter. */
  readonly gradient: readonly Expression[];
}

/**
 * Reads a model: `model({parameters: ['u', 'w'], prediction: 'u*w*x'})` or `model({parameters: ['u'], loss: 'log(1+exp(-y*u*x))'})`.
 * Throws InputError at `model.parameters`, `model.prediction`, `model.loss` or `model.let.NAME`; faults of an expression come
 * with a caret.
 */
export function model(text: ModelText): SymbolicModel {
  const { parameters } = text;
  checkParameters(parameters, text.let ?? {});
  const form = text.prediction === undefined ? 'loss' : 'prediction';
  const source = text[form];
  if (source === undefined || (text.prediction !== undefined && text.loss !== undefined)) {
    const got = source === undefined ? 'none' : 'both';
    throw new InputError('model', 'either a prediction or a loss', got, 'Give one of them.');
  }
  const parsed = parseExpression(source, `model.${form}`, text.let);
  if (form === 'prediction' && (parsed.names.has('y') || parameters.includes('y'))) {
    const got = parameters.includes('y') ? 'a parameter y' : JSON.stringify(source);
    throw new InputError(`model.${form}`, 'a prediction of y without y in it', got, 'Write the loss out under `loss`.');
  }
  const squared = () => ({
    ...expressionOf(power(subtract(parsed.node, name('y')), number(2))),
    // The text stays the user's, so that a caret for a place in the tree stands right.
    text: source,
  });
  const loss = form === 'loss' ? parsed : squared();
  for (const [i, parameter] of parameters.entries()) {
    if (loss.names.has(parameter)) continue;
    const cure = 'Remove it or use it in the loss; a flat direction has no stationary density.';
    throw new InputError(`model.parameters[${i}]`, `a parameter that the ${form} depends on`, parameter, cure);
  }
  const variables = [...namesOf(loss.node)].filter((symbol) => !parameters.includes(symbol));
  const gradient = parameters.map((parameter) => derivative(loss, parameter));
  const result = { parameters: [...parameters], variables, loss, gradient };
  return form === 'prediction' ? { ...result, prediction: parsed } : result;
}

/**
 * The model over data with these columns: `pi` and `e` become numbers unless a column or parameter has that name. Throws InputError,
 * with a caret, for a name that is neither parameter nor column.
 */
export function bindToColumns(model: SymbolicModel, columns: readonly string[]): SymbolicModel {
  const path = model.prediction ? 'model.prediction' : 'model.loss';
  const declared = new Set([...model.parameters, ...columns]);
  const loss = bindConstants(model.loss, declared, path);
  for (const symbol of loss.names) {
    if (declared.has(symbol)) continue;
    const cure = `The data have ${columns.join(', ') || 'no columns'}; the parameters are ${model.parameters.join(', ')}.`;
    // The y of (prediction − y)² stands nowhere in the text.
    const written = model.prediction?.names.has(symbol) ?? true;
    const offset = written ? placeOf(loss.node, symbol) : 0;
    const expectation = written ? 'a parameter or a column of the data' : 'a data column y to predict';
    throw faultAt(path, loss.text, offset, { expectation, got: JSON.stringify(symbol), cure });
  }
  const gradient = model.gradient.map((e) => bindConstants(e, declared, path));
  const variables = model.variables.filter((symbol) => loss.names.has(symbol));
  return { ...model, variables, loss, gradient };
}

/** The offset of the first use of a name. */
function placeOf(node: Node, symbol: string): number {
  if (node.kind === 'name') return node.name === symbol ? node.offset : -1;
  for (const child of children(node)) {
    const place = placeOf(child, symbol);
    if (place >= 0) return place;
  }
  return -1;
}

function checkParameters(parameters: readonly string[], definitions: Readonly<Record<string, string>>): void {
  if (!Array.isArray(parameters) || parameters.length === 0) {
    throw new InputError('model.parameters', 'a list of at least one name', String(parameters), 'Name the parameters.');
  }
  for (const [i, parameter] of parameters.entries()) {
    const path = `model.parameters[${i}]`;
    const got = JSON.stringify(parameter);
    if (typeof parameter !== 'string' || !isAllowedName(parameter)) {
      throw new InputError(path, 'a name of letters, digits and _', got, 'Choose another name.');
    }
    if (parameters.indexOf(parameter) < i) throw new InputError(path, 'each parameter once', got, 'Remove one.');
    if (Object.hasOwn(definitions, parameter)) {
      throw new InputError(path, 'a parameter that `let` does not define', got, 'Rename one of the two.');
    }
  }
}
