import { InputError } from '../../num/input-error.js';
import type { Recurrence, Rule } from '../../num/gauss.js';

/**
 * The law of one column, as column = centre + scale·ξ. The centre is the mean where there is one, and ξ comes with the
 * recurrence of its monic orthogonal polynomials: from that every moment of ξ follows by additions and multiplications alone,
 * and covariances of polynomials follow without subtracting a mean (see `orthogonal-expansion.ts`).
 */
export interface Distribution {
  /** The call as it was written, for people: 'normal(0, 0.5)'. */
  readonly text: string;
  readonly centre: number;
  /** ≥ 0; 0 makes the column a constant. */
  readonly scale: number;
  /** Of ξ, for degrees n with 2n < momentsBelow and n < atoms. */
  readonly recurrence: Recurrence;
  /** E|ξ|^k is finite for k < momentsBelow and for no other k. */
  readonly momentsBelow: number;
  /** How many values the column takes; Infinity for a density. */
  readonly atoms: number;
  /**
   * Values of the column with weights that sum to 1, for averages of any function: the atoms, or `order` nodes (one more where an
   * even number is needed). Up to `HIGHEST_GAUSS` they are a Gauss rule in a variable in which the law is a classical weight;
   * beyond, a rule for each side of the centre, because Gauss rules of high order gain little from kinks and near poles.
   */
  rule(order: number): Rule;
}

/** The highest order at which `rule` is a Gauss rule. */
export const HIGHEST_GAUSS = 32;

/** A call in a problem file, read by `law-call.ts`: `normal(0, 0.5)` or `discrete([0, 1], [3, 1])`. */
export interface LawCall {
  readonly text: string;
  readonly name: string;
  readonly args: readonly (number | readonly number[])[];
  /** Where it stands: `data.x`. */
  readonly path: string;
}

/** One kind of law. `parameters` names the arguments for error messages; those in `[…]` may be left out. */
export interface LawFamily {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Throws InputError at the call's path where the arguments are wrong. */
  create(call: LawCall, family: LawFamily): Distribution;
}

/** `student(nu, [m], [s])`, as shown in error messages. */
export function signature(family: LawFamily): string {
  return `${family.name}(${family.parameters.join(', ')})`;
}

/**
 * The arguments as finite numbers, missing optional ones as in `defaults`. Throws InputError where there are too few, too many,
 * or one is a list.
 */
export function numbers(call: LawCall, family: LawFamily, defaults: readonly number[] = []): number[] {
  const most = family.parameters.length;
  const least = most - defaults.length;
  if (call.args.length < least || call.args.length > most) {
    const wanted = least === most ? `${most}` : `${least} to ${most}`;
    const arguments_ = most === 1 ? 'argument' : 'arguments';
    throw wrong(call, family, `${wanted} ${arguments_}`, `${call.args.length} in ${call.text}`);
  }
  const given = call.args.map((value, i) => {
    if (typeof value !== 'number') throw wrong(call, family, `a number for ${family.parameters[i]}`, `a list`);
    return value;
  });
  return [...given, ...defaults.slice(given.length - least)];
}

/** Throws InputError unless `holds` is true, naming the argument: `require(s >= 0, call, family, 's ≥ 0', s)`. */
export function demand(holds: boolean, call: LawCall, family: LawFamily, rule: { what: string; got: number }): void {
  if (!holds) throw wrong(call, family, rule.what, String(rule.got));
}

function wrong(call: LawCall, family: LawFamily, expectation: string, got: string): InputError {
  return new InputError(call.path, expectation, got, `Write ${signature(family)}.`);
}

/** The rule for column = centre + scale·ξ from one for ξ. */
export function affine(rule: Rule, centre: number, scale: number): Rule {
  return { nodes: rule.nodes.map((node) => centre + scale * node), weights: rule.weights };
}
