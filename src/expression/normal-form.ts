import type { Node } from './node.js';
import type { Expression } from './parse.js';
import { expressionOf } from './parse.js';
import { print } from './print.js';
import { add, call, divide, multiply, number, power, subtract } from './simplify.js';

/*
 * A normal form: a sum of numeric multiples of products of atoms with real exponents. An atom is a name, a call in normal form, an
 * exponential of one product, or a sum that stands under a power. Two expressions whose difference cancels after multiplying out
 * have the same form. That decides whether a symmetry is exact and lets a change of variables cancel symbolically rather than in rounding.
 */

/** A product of atoms with its numeric factor. */
interface Product {
  readonly coefficient: number;
  /** Exponents by the atom's key; none is 0. */
  readonly exponents: ReadonlyMap<string, number>;
}

/** Products by key; none has coefficient 0. */
type Sum = Map<string, Product>;

/** What an atom is: its tree, and for a sum under a power the sum, for an exponential the tree of its exponent. */
interface Atom {
  readonly node: Node;
  readonly sum?: Sum;
  readonly exponent?: Node;
}

/** Products beyond this number are not multiplied out. */
const MOST_PRODUCTS = 2000;
/** Coefficients this small against what was added up are rounding. */
const ROUNDING = 1e-14;

/** Thrown and caught in this file: the form would be too large, or there is none (a power of 0 below 0). */
const NO_FORM = new Error('no normal form');

/** The expression multiplied out, like terms collected, in a fixed order; as it was, if it has no such form. */
export function multipliedOut(e: Expression): Expression {
  try {
    const atoms = new Map<string, Atom>();
    return expressionOf(treeOf(sumOf(e.node, atoms), atoms));
  } catch (error) {
    if (error === NO_FORM) return e;
    throw error;
  }
}

/**
 * Whether the expression cancels to 0 when multiplied out over a common denominator. False may also mean that the cancellation needs
 * an identity this form does not know (sin² + cos² = 1).
 */
export function cancels(e: Expression): boolean {
  try {
    const atoms = new Map<string, Atom>();
    let sum = sumOf(e.node, atoms);
    // Multiply by every sum that stands in a denominator, until none is left or nothing remains.
    for (let key = denominator(sum, atoms); key !== undefined && sum.size > 0; key = denominator(sum, atoms)) {
      sum = timesDenominator(sum, key, atoms.get(key)!.sum!);
    }
    return sum.size === 0;
  } catch (error) {
    if (error === NO_FORM) return false;
    throw error;
  }
}

function sumOf(node: Node, atoms: Map<string, Atom>): Sum {
  switch (node.kind) {
    case 'number':
      return constant(node.value);
    case 'name':
      return atomPower(node, 1, atoms);
    case 'negate':
      return scaled(sumOf(node.argument, atoms), -1);
    case 'call':
      return callOf(node.callee, node.arguments, atoms);
    case 'binary': {
      const left = sumOf(node.left, atoms);
      if (node.operator === '^') return powerOf(left, node.right, atoms);
      const right = sumOf(node.right, atoms);
      if (node.operator === '+') return sumOfTwo(left, right);
      if (node.operator === '-') return sumOfTwo(left, scaled(right, -1));
      return product(left, node.operator === '*' ? right : realPower(right, -1, atoms));
    }
  }
}

/** A call as a sum: exponentials split into one factor per product, relu(z) is z·step(z) and |z| is z·sign(z). */
function callOf(callee: (Node & { kind: 'call' })['callee'], args: readonly Node[], atoms: Map<string, Atom>): Sum {
  const sums = args.map((arg) => sumOf(arg, atoms));
  if (callee === 'sqrt') return realPower(sums[0]!, 0.5, atoms);
  const [node, ...rest] = sums.map((sum) => treeOf(sum, atoms));
  if (callee === 'relu') return product(sums[0]!, atomPower(call('step', node!), 1, atoms));
  if (callee === 'abs') return product(sums[0]!, atomPower(call('sign', node!), 1, atoms));
  if (callee !== 'exp') return atomPower(call(callee, node!, ...rest), 1, atoms);
  let total = constant(1);
  for (const { coefficient, exponents } of sums[0]!.values()) {
    if (exponents.size === 0) {
      total = scaled(total, Math.exp(coefficient));
      continue;
    }
    const exponent = treeOf(asSum({ coefficient: 1, exponents }), atoms);
    total = product(total, atomPower(call('exp', exponent), coefficient, atoms, { exponent }));
  }
  return total;
}

function powerOf(base: Sum, exponent: Node, atoms: Map<string, Atom>): Sum {
  if (exponent.kind === 'number') return realPower(base, exponent.value, atoms);
  const node = power(treeOf(base, atoms), treeOf(sumOf(exponent, atoms), atoms));
  return atomPower(node, 1, atoms);
}

function realPower(base: Sum, r: number, atoms: Map<string, Atom>): Sum {
  if (r === 0) return constant(1);
  if (r === 1) return base;
  if (base.size === 0 && r > 0) return base;
  if (base.size === 0) throw NO_FORM;
  const [first] = base.values();
  if (base.size === 1 && first && mayDistribute(first, r, atoms)) {
    const exponents = [...first.exponents].map(([key, n]) => [key, wholeIfNear(n * r)] as const);
    return asSum({ coefficient: first.coefficient ** r, exponents: new Map(exponents) });
  }
  if (Number.isInteger(r) && r > 1 && r <= 40) {
    const half = realPower(base, Math.floor(r / 2), atoms);
    const square = product(half, half);
    return r % 2 === 1 ? product(square, base) : square;
  }
  // A sum under a power: its leading number is taken out, so that 2u + 2w and u + w are powers of one atom.
  const lead = Number.isInteger(r) ? ([...base].sort(byKey)[0]?.[1].coefficient ?? 1) : 1;
  const sum = scaled(base, 1 / lead);
  return scaled(atomPower(treeOf(sum, atoms), r, atoms, { sum }), lead ** r);
}

/** (Π aᵢ^nᵢ)^r is Π aᵢ^(nᵢr) for whole r; otherwise where at most one factor can be negative and its sign is not lost. */
function mayDistribute({ coefficient, exponents }: Product, r: number, atoms: Map<string, Atom>): boolean {
  if (Number.isInteger(r)) return true;
  const signed = [...exponents].filter(([key]) => atoms.get(key)!.exponent === undefined);
  return coefficient > 0 && signed.length <= 1 && signed.every(([, n]) => n % 2 !== 0);
}

function wholeIfNear(n: number): number {
  return Math.abs(n - Math.round(n)) < 1e-12 ? Math.round(n) : n;
}

function constant(value: number): Sum {
  return asSum({ coefficient: value, exponents: new Map() });
}

function atomPower(node: Node, r: number, atoms: Map<string, Atom>, more: Partial<Atom> = {}): Sum {
  if (node.kind === 'number') return constant(node.value ** r);
  const key = print(node);
  if (!atoms.has(key)) atoms.set(key, { node, ...more });
  return asSum({ coefficient: 1, exponents: new Map([[key, r]]) });
}

function asSum(term: Product): Sum {
  return term.coefficient === 0 ? new Map() : new Map([[keyOf(term.exponents), term]]);
}

function keyOf(exponents: ReadonlyMap<string, number>): string {
  const parts = [...exponents].map(([key, n]) => `${key}↑${n.toPrecision(12)}`);
  return parts.sort().join(' ');
}

function scaled(sum: Sum, factor: number): Sum {
  const entries = [...sum].map(([key, t]) => [key, { ...t, coefficient: t.coefficient * factor }] as const);
  return new Map(entries);
}

function sumOfTwo(a: Sum, b: Sum): Sum {
  const total = new Map(a);
  for (const [key, term] of b) accumulate(total, key, term);
  if (total.size > MOST_PRODUCTS) throw NO_FORM;
  return total;
}

function accumulate(total: Sum, key: string, term: Product): void {
  const known = total.get(key)?.coefficient ?? 0;
  const coefficient = known + term.coefficient;
  if (Math.abs(coefficient) <= ROUNDING * Math.abs(known)) total.delete(key);
  else total.set(key, { ...term, coefficient });
}

function product(a: Sum, b: Sum): Sum {
  if (a.size * b.size > 40 * MOST_PRODUCTS) throw NO_FORM;
  const total: Sum = new Map();
  for (const left of a.values()) {
    for (const right of b.values()) {
      const exponents = new Map(left.exponents);
      for (const [key, n] of right.exponents) {
        const next = wholeIfNear((exponents.get(key) ?? 0) + n);
        if (next === 0) exponents.delete(key);
        else exponents.set(key, next);
      }
      accumulate(total, keyOf(exponents), { coefficient: left.coefficient * right.coefficient, exponents });
    }
  }
  if (total.size > MOST_PRODUCTS) throw NO_FORM;
  return total;
}

/** The key of a sum that stands under a negative whole power. */
function denominator(sum: Sum, atoms: ReadonlyMap<string, Atom>): string | undefined {
  for (const { exponents } of sum.values()) {
    for (const [key, n] of exponents) if (n < 0 && Number.isInteger(n) && atoms.get(key)!.sum) return key;
  }
  return undefined;
}

/** The sum times one power of the denominator `key`, whose sum is multiplied out where it does not cancel. */
function timesDenominator(sum: Sum, key: string, divisor: Sum): Sum {
  let total: Sum = new Map();
  for (const { coefficient, exponents } of sum.values()) {
    const n = exponents.get(key) ?? 0;
    const rest = new Map(exponents);
    const whole = Number.isInteger(n) && n >= 0;
    if (whole || n === -1) rest.delete(key);
    else rest.set(key, n + 1);
    const term = asSum({ coefficient, exponents: rest });
    total = sumOfTwo(total, whole ? product(term, wholePower(divisor, n + 1)) : term);
  }
  return total;
}

function wholePower(base: Sum, n: number): Sum {
  let total = base;
  for (let k = 1; k < n; k++) total = product(total, base);
  return total;
}

function byKey(a: readonly [string, Product], b: readonly [string, Product]): number {
  return a[0] < b[0] ? -1 : 1;
}

/** The sum as a tree, in the order of keys; exponentials of one product are put together again so that they cannot overflow apart. */
function treeOf(sum: Sum, atoms: ReadonlyMap<string, Atom>): Node {
  let total = number(0);
  for (const [, { coefficient, exponents }] of [...sum].sort(byKey)) {
    let exponent = number(0);
    let [above, below] = [number(1), number(1)];
    for (const [key, n] of [...exponents].sort()) {
      const atom = atoms.get(key)!;
      if (atom.exponent) exponent = add(exponent, multiply(number(n), atom.exponent));
      else if (n > 0) above = multiply(above, power(atom.node, number(n)));
      else below = multiply(below, power(atom.node, number(-n)));
    }
    above = multiply(above, call('exp', exponent));
    const size = divide(multiply(number(Math.abs(coefficient)), above), below);
    total = coefficient < 0 ? subtract(total, size) : add(total, size);
  }
  return total;
}
