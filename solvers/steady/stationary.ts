import { axis as buildAxis, type Axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import type { GeneratorFacts } from '../../src/fv/generator.js';
import { fitLines, lineGenerator, type FittedLine } from '../../src/fv/line-generator.js';
import type { FellerClass } from '../../src/sde/end-behaviour.js';
import type { LineSde } from '../../src/sde/line.js';
import { generatorDefect } from './line-chain.js';
import { autoAxis, lineCells } from './line-grid.js';
import { lineLaw, type LineCollapse, type LineLaw } from './line-law.js';
import { lineStatistics, logDensityAt, type LineStatistics } from './line-statistics.js';

/** One ergodic component of a steady state on a line: a normalisable density or a point mass. */
export interface LineComponent extends Omit<LineStatistics, 'quantileCoordinates'> {
  readonly name: string;
  readonly kind: 'density' | 'point';
  readonly support: readonly [number, number];
  /** 1 if it is the only component; null where it depends on the initial density. */
  readonly weight: number | null;
  /** p(v) ~ |v − lower end|^originExponent, where that is a power. */
  readonly originExponent?: number;
  /** p(v) ~ |v|^tailExponent at infinity, where that is a power. */
  readonly tailExponent?: number;
  readonly normalisable: boolean;
  readonly boundary?: { readonly lower: FellerClass; readonly upper: FellerClass };
  /** Why a point mass is one, in words. */
  readonly reason?: string;
}

/** The steady states of all lines of a problem, and the densities on one grid. */
export interface LineSteadyState {
  readonly components: readonly LineComponent[];
  /** Laws of the components that are densities, in the same order. */
  readonly laws: readonly LineLaw[];
  /** Grid and values of the densities; null where every component is a point. Masses of each component sum to 1 less what lies outside the grid. */
  readonly density: { readonly axis: Axis; readonly mass: Float64Array; readonly logDensity: Float64Array } | null;
  /** Facts measured on the finite-volume generator, and how far its own steady state is from the masses above, in ln. */
  readonly generator: (GeneratorFacts & { readonly steadyStateDefect: number }) | null;
  readonly warnings: readonly string[];
}

/** Steady states of the lines of one variable; `grid` says where to tabulate the densities. */
export function stationaryOnLines(lines: readonly LineSde[], grid: AxisSpec | 'auto'): LineSteadyState {
  const results = lines.map(lineLaw);
  const laws = results.filter((r): r is LineLaw => r.kind === 'density');
  const points = fixedPoints(lines);
  const warnings: string[] = [];
  const components = [
    ...results.flatMap((r) => (r.kind === 'density' ? [densityComponent(r, warnings)] : collapsed(r, warnings))),
    ...points.map(fixedPoint),
  ].sort((a, b) => rank(a) - rank(b));
  const single = components.length === 1;
  const table = laws.length > 0 ? tabulate(laws, grid, warnings) : null;
  return {
    components: components.map((c) => ({ ...c, weight: single ? 1 : null })),
    laws,
    density: table?.density ?? null,
    generator: table?.generator ?? null,
    warnings,
  };
}

/** Densities first, then the collapsed sides, then the fixed points. */
function rank(component: LineComponent): number {
  return component.kind === 'density' ? 0 : component.name.includes('=') ? 2 : 1;
}

/** Finite ends shared by the lines that the flow does not cross. */
function fixedPoints(lines: readonly LineSde[]): { name: string; at: number }[] {
  const at = new Set<number>();
  for (const { map, endDrift } of lines) {
    map.support.forEach((end, e) => {
      if (Number.isFinite(end) && endDrift[e] === 0) at.add(end);
    });
  }
  return [...at].map((v) => ({ name: `${lines[0].variable}=${Number(v.toPrecision(6))}`, at: v }));
}

/** A point mass at v, with the statistics of one. */
function pointStatistics(v: number): Omit<LineStatistics, 'quantileCoordinates'> {
  return { mean: v, variance: 0, mode: v, quantiles: { '0.05': v, '0.25': v, '0.5': v, '0.75': v, '0.95': v } };
}

function fixedPoint({ name, at }: { name: string; at: number }): LineComponent {
  const reason = 'fixed point of the SDE: drift and noise vanish';
  return { name, kind: 'point', support: [at, at], weight: null, ...pointStatistics(at), normalisable: true, reason };
}

/** Index in `ends` of the end that is lower in v. */
const lowerEnd = (line: LineSde): 0 | 1 => (line.map.orientation > 0 ? 0 : 1);

/** Exponents of p(v) at the finite end and at infinity, and Feller's classes, lower end first. */
function endFigures(result: LineLaw | LineCollapse) {
  const { line, ends } = result;
  const lower = lowerEnd(line);
  const upper = lower === 0 ? 1 : 0;
  const figures: { originExponent?: number; tailExponent?: number } = {};
  for (const e of [0, 1] as const) {
    if (ends[e].kind !== 'power') continue;
    const infinite = !Number.isFinite(line.map.support[e === lower ? 0 : 1]);
    // p(v) = p_y |dy/dv| with |v − end| = e^{∓t}.
    if (infinite) figures.tailExponent = ends[e].slope - 1;
    else if (figures.originExponent === undefined) figures.originExponent = -ends[e].slope - 1;
  }
  return { ...figures, boundary: { lower: ends[lower].feller, upper: ends[upper].feller } };
}

function densityComponent(law: LineLaw, warnings: string[]): LineComponent {
  const { line } = law;
  const { quantileCoordinates, ...statistics } = lineStatistics(law);
  quantileCoordinates.forEach((y, i) => {
    const [name, v] = Object.entries(statistics.quantiles)[i];
    if (line.map.support.includes(v)) {
      warnings.push(
        `${line.name}: quantile ${name} underflows to ${v}; the logarithm of its distance from there is ${y.toPrecision(6)}.`,
      );
    }
  });
  for (const key of ['mean', 'variance'] as const) {
    if (!Number.isFinite(statistics[key]))
      warnings.push(`${line.name}: the ${key} diverges (power-law tail), so it is not given.`);
  }
  return {
    name: line.name,
    kind: 'density',
    support: line.map.support,
    weight: null,
    ...statistics,
    normalisable: true,
    ...endFigures(law),
  };
}

/** A line that keeps no density: a point mass at the end where the mass diverges, or nothing where the flow leaves it. */
function collapsed(result: LineCollapse, warnings: string[]): LineComponent[] {
  const { line, diverges } = result;
  const lower = lowerEnd(line);
  const ends = [0, 1].filter((e) => diverges[e]);
  const at = ends.map((e) => line.map.support[e === lower ? 0 : 1]);
  const crossing = ends.findIndex((e) => line.endDrift[e === lower ? 0 : 1] !== 0);
  if (crossing >= 0) {
    warnings.push(`${line.name} is left for good: at ${line.variable} = ${at[crossing]} there is drift and no noise.`);
    return [];
  }
  const reason = ends.map((e, i) => divergence(result, e as 0 | 1, at[i])).join(' and ');
  if (at.length > 1) {
    warnings.push(`${line.name}: both ends absorb; how much goes to each depends on the start.`);
  }
  const figures = { ...endFigures(result), reason };
  return [
    {
      name: line.name,
      kind: 'point',
      support: [at[0], at[0]],
      weight: null,
      ...pointStatistics(at[0]),
      normalisable: false,
      ...figures,
    },
  ];
}

/** Slopes that grow faster than this power of the distance grow exponentially with it. */
const FASTEST = 20;

/** 'p ~ |v|^-1.9 at 0 is not integrable'. */
function divergence({ ends, line }: LineCollapse, e: 0 | 1, at: number): string {
  const { variable } = line;
  const infinite = !Number.isFinite(at);
  const place = infinite ? '∞' : String(Number(at.toPrecision(6)));
  const distance = infinite || at === 0 ? `|${variable}|` : `|${variable} − ${place}|`;
  const { kind, slope, growth } = ends[e];
  const exponent = infinite ? slope - 1 : -slope - 1;
  const form =
    kind === 'power'
      ? `${distance}^${exponent.toPrecision(4).replace('-', '−')}`
      : growth > FASTEST
        ? `exp(+c·exp(${distance}))`
        : `exp(+c·${distance}^${(infinite ? growth : -growth).toPrecision(3).replace('-', '−')})`;
  return `p ~ ${form} at ${place} is not integrable`;
}

/** All densities on one axis, with the generator of the same cells and its facts. */
function tabulate(laws: readonly LineLaw[], grid: AxisSpec | 'auto', warnings: string[]) {
  const axis = grid === 'auto' ? autoAxis(laws[0], laws[0].line.variable) : buildAxis(laws[0].line.variable, grid);
  if (grid === 'auto' && laws.length > 1) {
    warnings.push(`grid auto covers ${laws[0].line.name} only; ask for a grid to tabulate the other densities.`);
  }
  const fitted = fitLines(
    laws.map((l) => l.line),
    axis,
  );
  const generator = lineGenerator(axis, fitted);
  const mass = new Float64Array(axis.cells);
  const logDensity = new Float64Array(axis.cells).fill(-Infinity);
  let steadyStateDefect = 0;
  for (const law of laws) {
    const part = fitted.find((f) => f.line === law.line);
    if (part === undefined && grid === 'auto') continue;
    if (part === undefined) {
      warnings.push(`grid.${axis.name}: no cell lies in ${law.line.name}, so its density is not tabulated.`);
      continue;
    }
    steadyStateDefect = Math.max(
      steadyStateDefect,
      fillCells({ law, part, axis, generator, mass, logDensity, warnings }),
    );
  }
  return { density: { axis, mass, logDensity }, generator: { ...generator.facts, steadyStateDefect } };
}

interface Filling {
  readonly law: LineLaw;
  readonly part: FittedLine;
  readonly axis: Axis;
  readonly generator: ReturnType<typeof lineGenerator>;
  readonly mass: Float64Array;
  readonly logDensity: Float64Array;
  readonly warnings: string[];
}

/** Writes one line's cells; returns the defect of the generator's steady state on them. */
function fillCells({ law, part, axis, generator, mass, logDensity, warnings }: Filling): number {
  const cells = lineCells(law, part, axis.cells);
  let inside = 0;
  for (let i = part.first; i < part.first + part.count; i++) {
    mass[i] = Math.exp(cells.logMass[i]);
    logDensity[i] = cells.logDensity[i];
    inside += mass[i];
  }
  if (1 - inside > 1e-6) {
    const share = (1 - inside).toPrecision(3);
    warnings.push(
      `grid.${axis.name}: ${share} of the mass of ${law.line.name} lies outside the grid. Widen it or use grid: auto.`,
    );
  }
  return generatorDefect(generator, part, cells.logMass);
}

/** ln p(v) of the component that holds v; −∞ where no density does. */
export function logDensityOf(state: LineSteadyState, v: number): number {
  const law = state.laws.find(({ line }) => v > line.map.support[0] && v < line.map.support[1]);
  return law === undefined ? -Infinity : logDensityAt(law, v);
}
