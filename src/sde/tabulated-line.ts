import { chebyshevAt, chebyshevFit, type ChebyshevFit } from '../num/chebyshev.js';
import type { LineSde } from './line.js';

/** Chebyshev points of a panel. */
const POINTS = 16;
/** Size of the last coefficients at which a panel stands for the function to rounding, and where rounding itself may stop it. */
const RESOLVED = 1e-14;
const NOISE = 3e-12;
const HALVINGS = 9;
/** What has to do for rough coefficients. */
const ROUGH = 1e-4;
const ROUGH_HALVINGS = 4;

interface Panel {
  readonly drift: ChebyshevFit;
  readonly logDiffusion: ChebyshevFit;
}

/** A panel; two parts with the place between them; or nothing where cutting does not help and the coefficients are taken as they are. */
type Node = { readonly panel: Panel } | { readonly at: number; readonly parts: readonly [Node, Node] } | 'direct';

/** What is known of coefficients that are not smooth. */
export interface Roughness {
  /** Where they have kinks or jump, ascending. */
  readonly kinks?: readonly number[];
  /** Whether they have more kinks than that: panels then are taken as good as they come. */
  readonly rough?: boolean;
}

/**
 * The same coefficients from a table that fills itself: a/D and ln D on panels of y by Chebyshev polynomials, right to rounding. For
 * averages over many nodes or rows, where one evaluation costs more than making a table of what a solver visits again and again.
 */
export function tabulated(evaluate: LineSde['evaluate'], roughness: Roughness = {}): LineSde['evaluate'] {
  const cells = new Map<number, Node>();
  const table: Table = { evaluate, kinks: roughness.kinks ?? [], rough: roughness.rough ?? false };
  return (y, out) => {
    const index = Math.floor(y);
    let node = cells.get(index);
    if (node === undefined) cells.set(index, (node = nodeOf(table, [index, index + 1], HALVINGS, Infinity)));
    while (node !== 'direct' && 'parts' in node) node = node.parts[y < node.at ? 0 : 1];
    if (node === 'direct') return evaluate(y, out);
    const D = Math.exp(chebyshevAt(node.panel.logDiffusion, y));
    out[0] = D * chebyshevAt(node.panel.drift, y);
    out[1] = D;
  };
}

type Table = Required<Roughness> & { readonly evaluate: LineSde['evaluate'] };

/** The node of the interval from `low` to `high`, which may be halved so many times; `before` says how well its parent was resolved. */
function nodeOf(table: Table, [low, high]: readonly [number, number], halvings: number, before: number): Node {
  const { evaluate, kinks, rough } = table;
  const kink = kinks.find((at) => at > low && at < high);
  if (kink !== undefined) {
    const parts = [
      nodeOf(table, [low, kink], halvings, before),
      nodeOf(table, [kink, high], halvings, before),
    ] as const;
    return { at: kink, parts };
  }
  const out = new Float64Array(2);
  const logs: number[] = [];
  const at = (y: number): number => {
    evaluate(y, out);
    logs.push(Math.log(out[1]));
    return out[0] / out[1];
  };
  const drift = chebyshevFit(at, low, high, POINTS);
  // The second fit meets the same points in the same order.
  let next = 0;
  const logDiffusion = chebyshevFit(() => logs[next++], low, high, POINTS);
  const size = Math.max(1, ...logDiffusion.coefficients.map(Math.abs));
  const worst = Math.max(drift.tail, logDiffusion.tail * size);
  if (!Number.isFinite(worst)) return 'direct';
  const resolved = worst <= RESOLVED || (worst <= NOISE && worst > before / 4);
  if (resolved || (rough && (worst <= ROUGH || halvings <= HALVINGS - ROUGH_HALVINGS)))
    return { panel: { drift, logDiffusion } };
  if (halvings === 0) return 'direct';
  const middle = (low + high) / 2;
  const halves = [
    [low, middle],
    [middle, high],
  ] as const;
  return {
    at: middle,
    parts: [nodeOf(table, halves[0], halvings - 1, worst), nodeOf(table, halves[1], halvings - 1, worst)],
  };
}
