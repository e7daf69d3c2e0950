import { FUNCTIONS, evaluateBinary } from './functions.js';
import type { Expression } from './parse.js';
import type { Program } from './program.js';
import { codeOf, programOf } from './program.js';

/** Writes the values of some expressions at `args` into `out`. */
export type Compiled = (args: ArrayLike<number>, out: Float64Array) => void;

/**
 * Compiles expressions of the arguments `names` to one function that writes their values into `out`, in order. JavaScript is
 * generated from the trees alone: no text of the user's reaches it, only slots t0, t1, …, numbers and the functions of `functions.ts`.
 * Where a content security policy forbids generated code, the same program is interpreted, about thirty times slower and with
 * the same bits. Throws InputError for a name that is not in `names`.
 */
export function compile(expressions: readonly Expression[], names: readonly string[]): Compiled {
  const program = programOf(expressions, names);
  try {
    return generate(program);
  } catch (error) {
    // Browsers throw EvalError under a policy without 'unsafe-eval'.
    if (error instanceof EvalError) return interpret(program);
    throw error;
  }
}

/** The program as generated JavaScript. */
export function generate({ instructions, outputs }: Program): Compiled {
  const lines = instructions.map((instruction, k) => `const t${k} = ${codeOf(instruction)};`);
  lines.push(...outputs.map((slot, i) => `out[${i}] = t${slot};`));
  return new Function('args', 'out', lines.join('\n')) as Compiled;
}

/** The program run instruction by instruction. */
export function interpret({ instructions, outputs }: Program): Compiled {
  const slots = new Float64Array(instructions.length);
  return (args, out) => {
    for (let k = 0; k < instructions.length; k++) {
      const { operation, value, a, b } = instructions[k]!;
      switch (operation) {
        case 'number':
          slots[k] = value;
          break;
        case 'input':
          slots[k] = args[value]!;
          break;
        case 'negate':
          slots[k] = -slots[a]!;
          break;
        case '+':
        case '-':
        case '*':
        case '/':
        case '^':
          slots[k] = evaluateBinary(operation, slots[a]!, slots[b]!);
          break;
        default:
          slots[k] = FUNCTIONS[operation].evaluate(slots[a]!, slots[b]!);
      }
    }
    for (let i = 0; i < outputs.length; i++) out[i] = slots[outputs[i]!]!;
  };
}
