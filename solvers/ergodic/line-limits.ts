import type { Cumulative } from '../../src/data/cumulative.js';
import { outwardSlopes } from '../../src/sde/end-behaviour.js';
import type { LineSde } from '../../src/sde/line.js';
import { lineLaw, type LineCollapse } from '../steady/line-law.js';
import { fixedPoints } from '../evolve/initial-cells.js';
import { sideOf, weightOn } from '../evolve/initial-range.js';
import { lineSplitting } from './line-splitting.js';

/** Where probability ends: in the steady density of a line (by its name), or in a point. */
export interface LineLimits {
  /** Weight that ends in the density of each line that has one. */
  readonly densities: ReadonlyMap<LineSde, number>;
  /** Weight that ends in a point, with the line it comes from; null for what started there. */
  readonly points: readonly { readonly at: number; readonly from: LineSde | null; readonly weight: number }[];
  readonly warnings: readonly string[];
}

/**
 * The limit t → ∞ of an initial law on lines. A line with a normalisable density keeps its weight and forgets the rest; one
 * that collapses hands its weight to the end that attracts, or to both by `lineSplitting`; one that drift leaves hands it to the
 * neighbour behind that end. Decided by the behaviour of the coefficients at the ends, with no grid.
 */
export function lineLimits(lines: readonly LineSde[], law: Cumulative): LineLimits {
  const weights = new Map(lines.map((line) => [line, weightOn(line, law)]));
  const results = new Map(lines.map((line) => [line, lineLaw(line)]));
  const fixed = fixedPoints(lines);
  const densities = new Map<LineSde, number>();
  const points: { at: number; from: LineSde | null; weight: number }[] = [];
  const warnings: string[] = [];
  for (const { value, weight } of law.atoms) {
    if (fixed.includes(value)) points.push({ at: value, from: null, weight });
  }
  // A line is settled once nothing more can be handed to it: those that are left come first.
  const order = [...lines].sort((a, b) => Number(leaves(results.get(b)!)) - Number(leaves(results.get(a)!)));
  for (const line of order) {
    const result = results.get(line)!;
    const weight = weights.get(line)!;
    if (result.kind === 'density') densities.set(line, weight);
    else if (leaves(result)) {
      const at = line.map.support[crossed(result)];
      const next = lines.find((other) => other !== line && other.map.support.includes(at));
      if (next) weights.set(next, weights.get(next)! + weight);
      else if (weight > 0)
        warnings.push(`${line.name} is left through ${line.variable} = ${at}, and nothing lies behind it.`);
    } else points.push(...collapse(result, { weight, law, warnings }));
  }
  return { densities, points, warnings };
}

/** Index in `support` of the end that drift crosses outward. */
const crossed = ({ line }: LineCollapse): 0 | 1 => (line.endDrift[0] < 0 ? 0 : 1);

/** Whether drift takes paths across an end of the line. */
function leaves(result: ReturnType<typeof lineLaw>): result is LineCollapse {
  if (result.kind === 'density') return false;
  const [down, up] = result.line.endDrift;
  return down < 0 || up > 0;
}

interface Collapsing {
  readonly weight: number;
  readonly law: Cumulative;
  readonly warnings: string[];
}

/** The ends that attract are those where mass piles up and the scale function converges; one of them takes all. */
function collapse({ line, diverges }: LineCollapse, { weight, law, warnings }: Collapsing) {
  const point = (e: 0 | 1, w: number) => ({ at: line.map.support[sideOf(line, e)], from: line, weight: w });
  const piling = ([0, 1] as const).filter((e) => diverges[e]);
  if (piling.length === 1) return [point(piling[0], weight)];
  const attracting = piling.filter((e) => {
    const outward = e === 0 ? -1 : 1;
    return (
      outwardSlopes(line.evaluate, (e === 0 ? line.settled[0] : line.settled[1]) + outward * 120, outward).drift > 1e-12
    );
  });
  if (attracting.length === 1) return [point(attracting[0], weight)];
  if (attracting.length === 0) {
    if (weight > 0)
      warnings.push(`${line.name} wanders between its ends for ever, staying ever longer near them: it has no limit.`);
    return [point(0, NaN)];
  }
  if (weight === 0) return [point(0, 0), point(1, 0)];
  const { lower, upper } = lineSplitting(line, law);
  // What a neighbour handed over is not in the law; it enters at an end and is rare enough to be told rather than split.
  const handed = weight - lower - upper;
  if (handed > 1e-9)
    warnings.push(
      `${line.name}: ${handed.toPrecision(3)} of the probability enters it from a neighbour and is not shared out.`,
    );
  return [point(0, lower), point(1, upper)];
}
