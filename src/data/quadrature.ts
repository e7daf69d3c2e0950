import type { Rule } from '../num/gauss.js';
import { gaussRule } from '../num/gauss.js';
import { columnDegrees } from './column-polynomials.js';
import type { Column } from './columns.js';
import type { Distribution } from './distributions/distribution.js';
import { affine } from './distributions/distribution.js';
import type { Moments } from './law.js';
import { demandMoments } from './orthogonal-expansion.js';
import { pointMoments } from './point-moments.js';
import { tensorEvaluation } from './tensor-rule.js';

/** Relative change of every moment below which an axis is fine enough. */
const TOLERANCE = 1e-13;
const FIRST_ORDER = 16;
const LAST_ORDER = 512;
const MOST_NODES = 2 ** 20;

/** One direction of the tensor rule: how many nodes, and what more of them last changed (null where the rule is exact). */
interface Axis {
  readonly column: string;
  order: number;
  change: number | null;
  readonly rule: (order: number) => Rule;
}

/**
 * Moments of monomials in `order` whose columns are not all polynomials, by a tensor product of Gauss rules. A base column that
 * enters polynomially gets the rule that is exact for its degree, one with finitely many values its atoms; along every other one
 * the number of nodes is doubled, axis by axis, until no moment changes by more than 10⁻¹³ relatively. Where 512 nodes or 2²⁰ in
 * all are not enough (kinks, singularities, heavy tails), the last change is told in `warnings`.
 */
export function quadratureMoments(
  columns: readonly Column[],
  order: readonly string[],
  exponents: readonly (readonly number[])[],
): Moments {
  const needed = ancestors(
    columns,
    order.filter((_, c) => exponents.some((powers) => powers[c] > 0)),
  );
  const base = needed.filter((column) => column.kind === 'base');
  const degrees = columnDegrees(needed, base);
  const axes = base.map(({ name, law }, i) => {
    const degree = Math.max(
      ...exponents.map((powers) =>
        powers.reduce((sum, power, c) => (power === 0 ? sum : sum + power * degrees.get(order[c])![i]), 0),
      ),
    );
    return axisFor(name, law, degree);
  });
  const kept = order.map((name) => (degrees.has(name) ? name : needed[0].name));
  const evaluate = tensorEvaluation(needed, kept);
  const moments = refine(axes, () => pointMoments(evaluate(axes.map((axis) => axis.rule(axis.order))), exponents));
  return { ...moments, warnings: warn(axes, order, exponents) };
}

/** The columns that the named ones are computed from, themselves included, in the given order. */
function ancestors(columns: readonly Column[], names: readonly string[]): Column[] {
  const needed = new Set(names);
  for (const column of columns.toReversed()) {
    if (column.kind === 'derived' && needed.has(column.name))
      column.expression.names.forEach((name) => needed.add(name));
  }
  return columns.filter((column) => needed.has(column.name));
}

/** The rule along one base column for integrands of the given degree in it (twice that degree in covariances). */
function axisFor(column: string, law: Distribution, degree: number): Axis {
  if (Number.isFinite(law.atoms)) return { column, order: law.atoms, change: null, rule: (order) => law.rule(order) };
  if (Number.isFinite(degree)) {
    demandMoments(column, law, 2 * degree);
    const rule = (order: number): Rule => affine(gaussRule(law.recurrence, order), law.centre, law.scale);
    return { column, order: degree + 1, change: null, rule };
  }
  const rules = new Map<number, Rule>();
  const rule = (order: number): Rule => {
    if (!rules.has(order)) rules.set(order, law.rule(order));
    return rules.get(order)!;
  };
  return { column, order: FIRST_ORDER, change: Infinity, rule };
}

/** Doubles the nodes along each inexact axis until the moments stand still or the limits are met. */
function refine(axes: readonly Axis[], evaluate: () => Moments): Moments {
  const count = (): number => axes.reduce((nodes, axis) => nodes * axis.order, 1);
  for (let i = 0; count() > MOST_NODES && axes.some((axis) => axis.change !== null && axis.order > 1); i++) {
    const axis = axes[i % axes.length];
    if (axis.change !== null) axis.order = Math.max(1, axis.order / 2);
  }
  let moments = evaluate();
  for (let moving = true; moving;) {
    moving = false;
    for (const axis of axes) {
      if (axis.change === null || axis.order * 2 > LAST_ORDER || count() * 2 > MOST_NODES) continue;
      axis.order *= 2;
      const finer = evaluate();
      axis.change = difference(finer, moments);
      if (axis.change > TOLERANCE) moving = true;
      moments = finer;
    }
  }
  return moments;
}

/** The largest change of a mean or covariance, in units of the size of the monomials. */
function difference(finer: Moments, coarser: Moments): number {
  const m = finer.mean.length;
  const spread = finer.mean.map((_, j) => Math.sqrt(finer.covariance[j * m + j]));
  const size = finer.mean.map((mean, j) => Math.abs(mean) + spread[j]);
  let largest = 0;
  for (let j = 0; j < m; j++) {
    largest = Math.max(largest, Math.abs(finer.mean[j] - coarser.mean[j]) / (size[j] || 1));
    for (let k = 0; k < m; k++) {
      const change = Math.abs(finer.covariance[j * m + k] - coarser.covariance[j * m + k]);
      // A monomial that does not vary has a spread of rounding size, which changes wildly and means nothing.
      const rounding = 1e-15 * (size[j] * spread[k] + spread[j] * size[k]);
      if (change > rounding) largest = Math.max(largest, (change - rounding) / (spread[j] * spread[k]));
    }
  }
  return largest;
}

function warn(axes: readonly Axis[], order: readonly string[], exponents: readonly (readonly number[])[]): string[] {
  const worst = axes.filter((axis) => axis.change !== null && axis.change > TOLERANCE);
  if (worst.length === 0) return [];
  const monomials = exponents.map((powers) =>
    powers.flatMap((power, c) => (power === 0 ? [] : [power === 1 ? order[c] : `${order[c]}^${power}`])).join('*'),
  );
  const change = Math.max(...worst.map((axis) => axis.change!));
  const size = Number.isFinite(change) ? `about ${change.toExponential(0)}` : 'unknown size';
  const nodes = worst.map((axis) => `${axis.order} nodes in ${axis.column}`).join(', ');
  return [
    `data: the moments of ${monomials.join(', ')} have a relative error of ${size} with ${nodes}; they may not exist.`,
  ];
}
