import { chebyshevAt, chebyshevFit, type ChebyshevFit } from '../num/chebyshev.js';
import type { LineSde } from './line.js';

/** Chebyshev points of a panel. */
const POINTS = 16;
/** Size of the last coefficients at which a panel stands for the function to rounding, and where rounding itself may stop it. */
const RESOLVED = 1e-14;
const NOISE = 3e-12;
const HALVINGS = 9;

interface Panel {
  readonly drift: ChebyshevFit;
  readonly logDiffusion: ChebyshevFit;
}

/** A panel, two halves, or nothing where halving does not help (a kink) and the coefficients are taken as they are. */
type Node = { readonly panel: Panel } | { readonly halves: readonly [Node, Node] } | 'direct';

/**
 * The same coefficients from a table that fills itself: a/D and ln D on panels of y by Chebyshev polynomials, right to rounding. For
 * averages over many nodes or rows, where one evaluation costs more than making a table of what a solver visits again and again.
 */
export function tabulated(evaluate: LineSde['evaluate']): LineSde['evaluate'] {
  const cells = new Map<number, Node>();
  return (y, out) => {
    const index = Math.floor(y);
    let node = cells.get(index);
    if (node === undefined) cells.set(index, (node = nodeOf(evaluate, [index, index + 1], HALVINGS, Infinity)));
    let [low, high] = [index, index + 1];
    while (node !== 'direct' && 'halves' in node) {
      const middle = (low + high) / 2;
      if (y < middle) [high, node] = [middle, node.halves[0]];
      else [low, node] = [middle, node.halves[1]];
    }
    if (node === 'direct') return evaluate(y, out);
    const D = Math.exp(chebyshevAt(node.panel.logDiffusion, y));
    out[0] = D * chebyshevAt(node.panel.drift, y);
    out[1] = D;
  };
}

/** The node of the interval from `low` to `high`, which may be halved so many times; `before` says how well its parent was resolved. */
function nodeOf(
  evaluate: LineSde['evaluate'],
  [low, high]: readonly [number, number],
  halvings: number,
  before: number,
): Node {
  const out = new Float64Array(2);
  const sampled = new Map<number, [number, number]>();
  const at = (y: number): [number, number] => {
    const known = sampled.get(y);
    if (known !== undefined) return known;
    evaluate(y, out);
    const values: [number, number] = [out[0] / out[1], Math.log(out[1])];
    sampled.set(y, values);
    return values;
  };
  const drift = chebyshevFit((y) => at(y)[0], low, high, POINTS);
  const logDiffusion = chebyshevFit((y) => at(y)[1], low, high, POINTS);
  const size = Math.max(1, ...logDiffusion.coefficients.map(Math.abs));
  const worst = Math.max(drift.tail, logDiffusion.tail * size);
  if (!Number.isFinite(worst)) return 'direct';
  if (worst <= RESOLVED || (worst <= NOISE && worst > before / 4)) return { panel: { drift, logDiffusion } };
  if (halvings === 0) return 'direct';
  const middle = (low + high) / 2;
  return {
    halves: [
      nodeOf(evaluate, [low, middle], halvings - 1, worst),
      nodeOf(evaluate, [middle, high], halvings - 1, worst),
    ],
  };
}
