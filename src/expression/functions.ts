import type { BinaryOperator, FunctionName } from './node.js';

/** One allowed function: how many arguments it takes, its value, and the JavaScript that gives the same value. */
interface FunctionRule {
  readonly arity: 1 | 2;
  readonly evaluate: (x: number, y: number) => number;
  readonly code: (x: string, y: string) => string;
}

/** A function that `Math` has under the same name. */
function native(
  name: 'exp' | 'log' | 'sqrt' | 'sin' | 'cos' | 'sinh' | 'cosh' | 'tanh' | 'abs' | 'sign',
): FunctionRule {
  return { arity: 1, evaluate: Math[name], code: (x) => `Math.${name}(${x})` };
}

/**
 * The fixed list of functions. Beside the ones a loss is written in, `sinh`, `cosh`, `sech` and `step` stand here because
 * derivatives need them. Evaluation keeps relative accuracy far out: sigmoid(−700) and softplus(−700) are not 0.
 * `step(x)` is 1 for x > 0 and 0 for x ≤ 0, so relu′(0) = 0 as in the common machine-learning libraries.
 */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionRule>> = {
  exp: native('exp'),
  log: native('log'),
  sqrt: native('sqrt'),
  sin: native('sin'),
  cos: native('cos'),
  sinh: native('sinh'),
  cosh: native('cosh'),
  tanh: native('tanh'),
  sech: { arity: 1, evaluate: (x) => 1 / Math.cosh(x), code: (x) => `1 / Math.cosh(${x})` },
  abs: native('abs'),
  sign: native('sign'),
  step: {
    arity: 1,
    evaluate: (x) => (x > 0 ? 1 : x <= 0 ? 0 : NaN),
    code: (x) => `(${x} > 0 ? 1 : ${x} <= 0 ? 0 : NaN)`,
  },
  relu: { arity: 1, evaluate: (x) => Math.max(x, 0), code: (x) => `Math.max(${x}, 0)` },
  sigmoid: { arity: 1, evaluate: (x) => 1 / (1 + Math.exp(-x)), code: (x) => `1 / (1 + Math.exp(-${x}))` },
  softplus: {
    arity: 1,
    evaluate: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    code: (x) => `Math.max(${x}, 0) + Math.log1p(Math.exp(-Math.abs(${x})))`,
  },
  min: { arity: 2, evaluate: Math.min, code: (x, y) => `Math.min(${x}, ${y})` },
  max: { arity: 2, evaluate: Math.max, code: (x, y) => `Math.max(${x}, ${y})` },
};

/** Whether `name` is a function of the list (own keys only, so `constructor` is not). */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** The value of `x operator y` in double precision. */
export function evaluateBinary(operator: BinaryOperator, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '^':
      return Math.pow(x, y);
  }
}
