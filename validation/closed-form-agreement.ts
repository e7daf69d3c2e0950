import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { fitLines, lineGenerator } from '../src/fv/line-generator.js';
import { reducedLines } from '../src/sde/reduced.js';
import { axis } from '../src/grid/axis.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import { logDensityOf } from '../solvers/steady/stationary.js';
import { steadyState } from '../solvers/steady/steady-state.js';
import { closedForms, normalised } from './closed-forms/index.js';
import { steadyOf } from './standard-problem.js';
import { atMost, type Check } from './study.js';

/** Places, as probabilities between the outermost quantiles that a component reports, at which log densities are compared. */
const PLACES = [0.001, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.999];

/**
 * The largest |ln p − ln p_closed| of every density of a problem against the closed form of that name; Infinity where the form does
 * not apply or one has a density that the other has not.
 */
function closedFormError(name: string, p: DiagonalLinearProblem): number {
  const form = closedForms.find((f) => f.name === name);
  if (form?.applies(p) !== true) return Infinity;
  const state = steadyOf(p);
  const pieces = normalised(form, p);
  const densities = state.components.filter(({ kind }) => kind === 'density');
  if (densities.length !== pieces.length || pieces.length === 0) return Infinity;
  let error = 0;
  for (const { quantiles, support } of densities) {
    const [low, high] = [quantiles['0.05'], quantiles['0.95']];
    const piece = pieces.find((q) => q.support[0] <= support[0] && q.support[1] >= support[1]);
    if (piece === undefined) return Infinity;
    // Beyond the quantiles too: by as much again, where that is inside the support.
    for (const share of [-0.9, ...PLACES, 1.9]) {
      const v = low + share * (high - low);
      if (!(v > support[0] && v < support[1])) continue;
      error = Math.max(error, Math.abs(piece.logDensity(v) - logDensityOf(state, v)));
    }
  }
  return error;
}

/** One check for a set of problems: the finite volumes' density is the closed form, nat for nat. */
export function closedFormCheck(
  name: string,
  what: string,
  problems: readonly DiagonalLinearProblem[],
  bound: number,
): Check[] {
  const errors = problems.map((p) => closedFormError(name, p));
  return [atMost(`${what}: largest |ln p − ln p_closed| over ${problems.length} problems`, Math.max(...errors), bound)];
}

/**
 * Σ|m − m_closed| of the generator's own steady state on an axis against the closed form's cell probabilities, which
 * quadrature over each cell gives. Cells hold part of the law; both sides are scaled to sum 1.
 */
export function generatorError(name: string, p: DiagonalLinearProblem, spec: AxisSpec): number {
  const cells = axis('v', spec);
  const form = closedForms.find((f) => f.name === name)!;
  const [piece] = normalised(form, p);
  const lines = reducedLines(p).filter(({ map }) => map.support[0] >= 0 || map.support[0] === -Infinity);
  const held = lines.filter(({ map }) => cells.centres[0] > map.support[0] && cells.centres[0] < map.support[1]);
  const { mass } = steadyState(lineGenerator(cells, fitLines(held, cells))).value;
  const exact = Float64Array.from({ length: cells.cells }, (_, i) =>
    cellMass(piece.logDensity, cells.edges[i], cells.edges[i + 1]),
  );
  const total = exact.reduce((sum, m) => sum + m, 0);
  return mass.reduce((sum, m, i) => sum + Math.abs(m - exact[i] / total), 0);
}

/** Nodes and weights of Gauss–Legendre with three points on [−1, 1]. */
const GAUSS = [
  [-Math.sqrt(0.6), 5 / 9],
  [0, 8 / 9],
  [Math.sqrt(0.6), 5 / 9],
] as const;

/** ∫ e^{ln p} over a cell, three Gauss points on each of 64 equal parts. */
function cellMass(logDensity: (v: number) => number, from: number, to: number): number {
  const half = (to - from) / 128;
  let sum = 0;
  for (let part = 0; part < 64; part++) {
    const middle = from + (2 * part + 1) * half;
    for (const [node, weight] of GAUSS) sum += half * weight * Math.exp(logDensity(middle + half * node));
  }
  return sum;
}
