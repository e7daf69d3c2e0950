import type { MathNode } from 'mathjs/number';
import { parse } from 'mathjs/number';
import { InputError } from '../num/input-error.js';
import type { Fault } from './fault.js';
import { faultAt } from './fault.js';
import { FUNCTIONS, evaluateBinary, isFunctionName } from './functions.js';
import type { BinaryOperator, Node } from './node.js';
import { children, namesOf, withChildren } from './node.js';
import { print } from './print.js';
import type { Token } from './tokens.js';
import { DEEPEST_NESTING, isAllowedName, tokenise } from './tokens.js';

/** A parsed expression: plain data. `names` are its free names in the order of first use, definitions already put in. */
export interface Expression {
  readonly text: string;
  readonly node: Node;
  readonly names: ReadonlySet<string>;
}

/** The deepest tree and the largest one, definitions put in, that is accepted: differentiation recurses on it. */
const DEEPEST_TREE = 500;
const LARGEST_TREE = 20_000;

/** What is fixed while one text is read. */
interface Reader {
  readonly text: string;
  readonly path: string;
  readonly tokens: Iterator<Token>;
  readonly fail: (offset: number, fault: Fault) => InputError;
}

/**
 * Reads an expression in mathjs syntax: numbers, names, + − * / ^, unary signs, parentheses and the functions of
 * `functions.ts`. Constant parts are folded. `pi` and `e` stay names (see `bindConstants`). Nothing is ever evaluated by mathjs.
 *
 * @param path where the text stands, e.g. `data.y` or `model.loss`
 * @param definitions helper definitions that names in the text stand for; they may use each other in any order. Their
 *   faults are told at `let.NAME` beside `path`.
 *
 * Throws InputError with the offset and a caret under the place for anything else: foreign characters, unknown functions,
 * `2x`, division by zero, constants that are not finite, nesting or length beyond the limits, definitions in a circle.
 */
export function parseExpression(
  text: string,
  path: string,
  definitions: Readonly<Record<string, string>> = {},
): Expression {
  const beside = path.includes('.') ? path.slice(0, path.lastIndexOf('.') + 1) : '';
  const where = (name: string) => `${beside}let.${name}`;
  const done = new Map<string, Node>();
  const active = new Set<string>();
  const resolve = (name: string): Node | undefined => {
    if (!Object.hasOwn(definitions, name)) return undefined;
    const known = done.get(name);
    if (known) return known;
    const source = definitions[name]!;
    if (active.has(name)) {
      const circle = [...active, name].join(' → ');
      throw new InputError(where(name), 'definitions without a circle', circle, 'Break the circle.');
    }
    if (active.size === DEEPEST_NESTING) {
      const expectation = `definitions at most ${DEEPEST_NESTING} deep`;
      throw new InputError(where(name), expectation, 'one more', 'Put some of them together.');
    }
    active.add(name);
    const node = substitute(readTree(source, where(name)), source, where(name), resolve);
    active.delete(name);
    done.set(name, node);
    return node;
  };
  for (const name of Object.keys(definitions)) {
    if (!isAllowedName(name)) {
      throw new InputError(
        where(name),
        'a name of letters, digits and _',
        JSON.stringify(name),
        'Choose another name.',
      );
    }
    resolve(name);
  }
  const node = substitute(readTree(text, path), text, path, resolve);
  return { text, node, names: namesOf(node) };
}

/** The expression of a computed tree; its text is printed from the tree. */
export function expressionOf(node: Node): Expression {
  return { text: print(node), node, names: namesOf(node) };
}

/** Text to tree, before definitions are put in. */
function readTree(text: string, path: string): Node {
  if (typeof text !== 'string') {
    throw new InputError(path, 'an expression in quotes', String(text), 'Write it as text, such as "u*w*x".');
  }
  const fail = (offset: number, fault: Fault) => faultAt(path, text, offset, fault);
  const reader = { text, path, tokens: tokenise(text, path).values(), fail };
  return convert(parseWithMathjs(reader), reader, 0);
}

function parseWithMathjs({ text, fail }: Reader): MathNode {
  try {
    // Any white space is a blank, as in folded YAML; to mathjs a line break would begin another statement.
    return parse(text.replace(/\s/g, ' '));
  } catch (error) {
    // Reached by stack overflow only, as far as we know: the grammar was checked before.
    const got = error instanceof Error ? error.message : String(error);
    throw fail(0, { expectation: 'an expression that mathjs can read', got, cure: 'Write it in smaller parts.' });
  }
}

/**
 * Walks the mathjs tree from left to right in step with the tokens, which gives every node its place in the text
 * (mathjs keeps none) and checks that mathjs understood the text as the tokens do.
 */
function convert(tree: MathNode, reader: Reader, depth: number): Node {
  if (depth > DEEPEST_TREE) {
    const expectation = `at most ${DEEPEST_TREE} nested operations`;
    throw reader.fail(0, { expectation, got: 'more', cure: 'Name inner parts under `let`.' });
  }
  // mathjs types its node kinds as classes that `type` tells apart; only the fields read here matter.
  const node = tree as unknown as { type: string; fn: string; args: MathNode[]; content: MathNode };
  if (node.type === 'ParenthesisNode') {
    reader.tokens.next();
    const inner = convert(node.content, reader, depth + 1);
    reader.tokens.next();
    return inner;
  }
  if (node.type === 'FunctionNode') return convertCall(node.args, reader, depth);
  if (node.type === 'OperatorNode' && node.args.length === 2) {
    const left = convert(node.args[0]!, reader, depth + 1);
    const { text, offset } = nextToken(reader);
    const right = convert(node.args[1]!, reader, depth + 1);
    return fold({ kind: 'binary', operator: text as BinaryOperator, left, right, offset }, reader);
  }
  const { kind, text, offset } = nextToken(reader);
  if (kind === 'operator') {
    const argument = convert(node.args[0]!, reader, depth + 1);
    return text === '+' ? argument : fold({ kind: 'negate', argument, offset }, reader);
  }
  if (kind === 'name') return { kind, name: text, offset };
  return fold({ kind: 'number', value: Number(text), offset }, reader);
}

/** A call: the function's token, "(", the arguments with "," between them, ")". */
function convertCall(args: readonly MathNode[], reader: Reader, depth: number): Node {
  const { text: callee, offset } = nextToken(reader);
  if (!isFunctionName(callee)) {
    const cure = `Use one of ${Object.keys(FUNCTIONS).join(', ')}; a product is written with *.`;
    throw reader.fail(offset, { expectation: 'a known function', got: JSON.stringify(callee), cure });
  }
  const nodes = args.map((arg) => {
    reader.tokens.next();
    return convert(arg, reader, depth + 1);
  });
  reader.tokens.next();
  const { arity } = FUNCTIONS[callee];
  if (arity === 1 ? nodes.length !== 1 : nodes.length < 2) {
    const expectation = arity === 1 ? `one argument of ${callee}` : `two or more arguments of ${callee}`;
    throw reader.fail(offset, { expectation, got: String(nodes.length), cure: 'Mend the call.' });
  }
  if (arity === 1) return fold({ kind: 'call', callee, arguments: nodes, offset }, reader);
  return nodes.reduce((left, right) => fold({ kind: 'call', callee, arguments: [left, right], offset }, reader));
}

function nextToken(reader: Reader): Token {
  return reader.tokens.next().value as Token;
}

/** Replaces a node over numbers by its value; refuses what has none. */
function fold(node: Node, { fail }: { fail: Reader['fail'] }): Node {
  if (node.kind === 'binary' && node.operator === '/' && node.right.kind === 'number' && node.right.value === 0) {
    throw fail(node.offset, { expectation: 'a divisor other than 0', got: '0', cure: 'Mend the division.' });
  }
  const parts = children(node);
  const values: number[] = [];
  for (const part of parts) {
    if (part.kind !== 'number') return node;
    values.push(part.value);
  }
  if (node.kind === 'name') return node;
  const value = valueOf(node, values);
  if (!Number.isFinite(value)) {
    throw fail(node.offset, { expectation: 'a finite number', got: String(value), cure: 'Mend the constant.' });
  }
  return { kind: 'number', value, offset: node.offset };
}

function valueOf(node: Exclude<Node, { kind: 'name' }>, values: readonly number[]): number {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'negate':
      return -values[0]!;
    case 'binary':
      return evaluateBinary(node.operator, values[0]!, values[1]!);
    case 'call':
      return FUNCTIONS[node.callee].evaluate(values[0]!, values[1] ?? 0);
  }
}

/**
 * Puts trees in for names and folds again. What is put in takes the place of the name it stands for, so that every offset of the
 * result lies in `text`. Throws InputError where the result is too large (definitions can double at every step) or folds to no number.
 */
export function substitute(
  node: Node,
  text: string,
  path: string,
  replacement: (name: string) => Node | undefined,
): Node {
  const fail = (offset: number, fault: Fault) => faultAt(path, text, offset, fault);
  let size = 0;
  const visit = (part: Node, place: number | undefined, depth: number): Node => {
    const offset = place ?? part.offset;
    size += 1;
    if (size > LARGEST_TREE || depth > DEEPEST_TREE) {
      const expectation = `at most ${LARGEST_TREE} operations, ${DEEPEST_TREE} deep, with definitions put in`;
      throw fail(offset, { expectation, got: 'more', cure: 'Use fewer or smaller definitions.' });
    }
    if (part.kind === 'name' && place === undefined) {
      const found = replacement(part.name);
      if (found) return visit(found, offset, depth);
    }
    const inner = children(part).map((child) => visit(child, place, depth + 1));
    return fold({ ...withChildren(part, inner), offset }, { fail });
  };
  return visit(node, undefined, 0);
}
