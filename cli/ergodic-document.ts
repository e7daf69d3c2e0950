import { startText, type Cumulative } from '../src/data/cumulative.js';
import type { Component } from '../src/io/document.js';
import type { ErgodicDocument, Limit } from '../src/io/evolution-document.js';
import type { LineSde } from '../src/sde/line.js';
import { lineLimits, type LineLimits } from '../solvers/ergodic/line-limits.js';
import { fixedPoints, pointName } from '../solvers/evolve/initial-cells.js';
import { weightOn } from '../solvers/evolve/initial-range.js';
import { stationaryOnLines } from '../solvers/steady/stationary.js';
import { initialLaw } from './initial-law.js';
import { lineProblem } from './line-problem.js';
import type { LoadedProblem } from './load.js';
import { version } from './version.js';

/** The ergodic components of a problem of one variable and where its initial law ends. */
export async function ergodicDocument(loaded: LoadedProblem): Promise<ErgodicDocument> {
  if (loaded.problem.coordinates === 'symmetry')
    return (await import('./symmetric-document.js')).symmetricErgodic(loaded);
  const started = performance.now();
  const { variable, lines, moments, warnings } = await lineProblem(loaded);
  const law = await initialLaw(loaded, variable);
  const beforeSolving = performance.now();
  const state = stationaryOnLines(lines, 'auto');
  const limits = lineLimits(lines, law);
  const solved = performance.now();
  const { components, weights } = weighted(state.components, limits, variable);
  return {
    command: 'ergodic',
    version: version(),
    problem: loaded.problem,
    result: {
      variable,
      components,
      initial: { law: startText(variable, law), components: startOf(lines, law, variable) },
      weights,
      limits: byPlace(limits, variable),
      ...(moments && { moments }),
    },
    // What is said of tables does not concern weights.
    warnings: [
      ...warnings,
      ...limits.warnings,
      ...state.warnings.filter((text) => !text.startsWith('grid') && !/depends? on the start/.test(text)),
    ],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving },
  };
}

/**
 * The components with their limit weights. A line that collapses to one point keeps its name and its weight; of one whose mass is
 * shared between two points, the points take it, and it has no limit of its own.
 */
function weighted(components: readonly Component[], { densities, points }: LineLimits, variable: string) {
  const weights: Record<string, number> = Object.fromEntries(components.map(({ name }) => [name, 0]));
  for (const [line, weight] of densities) weights[line.name] = weight;
  const split = new Set(
    points.map(({ from }) => from).filter((from, i, all) => from !== null && all.indexOf(from) !== i),
  );
  for (const { at, from, weight } of points) {
    const name = from === null || split.has(from) ? pointName(variable, at) : from.name;
    weights[name] = (weights[name] ?? 0) + weight;
  }
  for (const line of split) if (line) delete weights[line.name];
  const kept = components.filter(({ name }) => name in weights);
  return { weights, components: kept.map((component) => ({ ...component, weight: weights[component.name] })) };
}

/** Weights collected by where the mass is in the end. */
function byPlace({ densities, points }: LineLimits, variable: string): Limit[] {
  const collected = new Map<number, number>();
  for (const { at, weight } of points) collected.set(at, (collected.get(at) ?? 0) + weight);
  const ascending = [...collected].sort(([a], [b]) => a - b);
  return [
    ...[...densities].map(([line, weight]): Limit => ({ name: line.name, kind: 'density', weight })),
    ...ascending.map(([at, weight]): Limit => ({ name: pointName(variable, at), kind: 'point', at, weight })),
  ];
}

function startOf(lines: readonly LineSde[], law: Cumulative, variable: string) {
  const atoms = (at: number): number =>
    law.atoms.reduce((sum, { value, weight }) => (value === at ? sum + weight : sum), 0);
  return [
    ...lines.map((line) => ({ name: line.name, weight: weightOn(line, law) })),
    ...fixedPoints(lines).map((at) => ({ name: pointName(variable, at), weight: atoms(at) })),
  ];
}
