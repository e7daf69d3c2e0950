/**
 * The tree of an expression: plain data, a closed union. mathjs parses and differentiates; everything else in the
 * program reads this tree, so that what can happen to user text is listed here and nowhere else.
 * `offset` is the 0-based place of the node in the text it was parsed from: its operator for a binary node, its first
 * character for any other. In trees that were computed (a derivative) it is 0.
 */
export type Node = NumberNode | NameNode | NegateNode | BinaryNode | CallNode;

/** A finite number; negative ones arise by folding. */
export interface NumberNode {
  readonly kind: 'number';
  readonly value: number;
  readonly offset: number;
}

/** A parameter, a data variable, or one of the constants `pi` and `e` before they are bound. */
export interface NameNode {
  readonly kind: 'name';
  readonly name: string;
  readonly offset: number;
}

/** −argument. */
export interface NegateNode {
  readonly kind: 'negate';
  readonly argument: Node;
  readonly offset: number;
}

/** The binary operators; `^` binds to the right and is stronger than unary minus, as in mathjs. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '^';

/** left operator right. */
export interface BinaryNode {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
  readonly offset: number;
}

/** A function of the fixed list in `functions.ts`; `min` and `max` of more than two arguments are nested pairs. */
export interface CallNode {
  readonly kind: 'call';
  readonly callee: FunctionName;
  readonly arguments: readonly Node[];
  readonly offset: number;
}

/** Every function an expression may call. */
export type FunctionName =
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'sin'
  | 'cos'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'sech'
  | 'abs'
  | 'sign'
  | 'step'
  | 'relu'
  | 'sigmoid'
  | 'softplus'
  | 'min'
  | 'max';

/** The children of a node, left to right. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'number':
    case 'name':
      return [];
    case 'negate':
      return [node.argument];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return node.arguments;
  }
}

/** The same node over other children (as many as before). */
export function withChildren(node: Node, next: readonly Node[]): Node {
  switch (node.kind) {
    case 'number':
    case 'name':
      return node;
    case 'negate':
      return { ...node, argument: next[0]! };
    case 'binary':
      return { ...node, left: next[0]!, right: next[1]! };
    case 'call':
      return { ...node, arguments: next };
  }
}

/** The names that occur in a tree, in the order of first use. */
export function namesOf(node: Node, into = new Set<string>()): Set<string> {
  if (node.kind === 'name') into.add(node.name);
  for (const child of children(node)) namesOf(child, into);
  return into;
}

/** Equality of two trees, offsets aside. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === 'number') return b.kind === 'number' && a.value === b.value;
  if (a.kind === 'name') return b.kind === 'name' && a.name === b.name;
  if (a.kind === 'binary' && (b.kind !== 'binary' || a.operator !== b.operator)) return false;
  if (a.kind === 'call' && (b.kind !== 'call' || a.callee !== b.callee)) return false;
  if (a.kind !== b.kind) return false;
  const right = children(b);
  return children(a).every((child, i) => sameNode(child, right[i]!));
}
