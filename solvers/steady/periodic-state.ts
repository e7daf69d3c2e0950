import { axis as buildAxis, type Axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { cyclicGenerator } from '../../src/fv/cyclic-generator.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import type { CircleDomain } from '../../src/sde/domain.js';
import type { ScalarCoefficients } from '../../src/sde/parameter-scan.js';
import { steadyStateByElimination } from './elimination.js';
import { QUANTILES } from './line-statistics.js';
import type { ParameterState } from './parameter-result.js';
import { periodicLaw, periodicLogDensity, periodicQuantile, type PeriodicLaw } from './periodic-law.js';

/** Cells of an automatic axis around the circle, at least and at most. */
const AUTO_CELLS = 2000;
const AUTO_MOST_CELLS = 20_000;

/** A parameter on a circle and where its density is wanted. */
export interface PeriodicProblem {
  readonly variable: string;
  readonly domain: CircleDomain;
  readonly grid: AxisSpec | 'auto';
}

/**
 * The steady state on a circle where the noise vanishes nowhere: one component with a density and, where the potential does not
 * close, a current. Mean, variance and quantiles are those of θ between the ends of the domain. Throws InputError for a grid that does
 * not go once around.
 */
export function periodicState(coefficients: ScalarCoefficients, problem: PeriodicProblem): ParameterState {
  const { variable, domain } = problem;
  const axis = circleAxis(coefficients, problem);
  // Edges and nodes of the cells are bounds of the panels, so that all of them are exact.
  const marks = Float64Array.from({ length: 2 * axis.cells + 1 }, (_, i) =>
    i % 2 ? axis.centres[(i - 1) / 2] : axis.edges[i / 2],
  );
  const law = periodicLaw(coefficients, marks);
  const logDensity = axis.centres.map((theta) => periodicLogDensity(law, theta));
  const mass = cellMasses(law, axis);
  const generator = cyclicGenerator(axis, coefficients);
  const own = steadyStateByElimination(generator).value.logMass;
  const top = mass.reduce((a, b) => Math.max(a, b), 0);
  const defects = Array.from(mass, (m, i) => (m > 1e-100 * top ? Math.abs(Math.log(m) - own[i]) : 0));
  const component = {
    name: 'class-1',
    kind: 'density',
    support: [domain.from, domain.to],
    weight: 1,
    ...statistics(law, logDensity, axis),
    normalisable: true,
    current: law.current,
  } as const;
  const { from, to } = domain;
  const wrap = (theta: number): number => theta - Math.floor((theta - from) / (to - from)) * (to - from);
  return {
    variable,
    components: [component],
    density: { axis, mass, logDensity },
    generator: { ...generator.facts, steadyStateDefect: Math.max(...defects) },
    logDensityAt: (theta) => periodicLogDensity(law, wrap(theta)),
    warnings: [],
  };
}

function circleAxis(coefficients: ScalarCoefficients, { variable, domain, grid }: PeriodicProblem): Axis {
  const { from, to } = domain;
  if (grid !== 'auto') {
    const tolerance = 1e-9 * (to - from);
    const matches =
      grid.kind === 'uniform' && Math.abs(grid.from! - from) <= tolerance && Math.abs(grid.to! - to) <= tolerance;
    if (matches) return buildAxis(variable, { ...grid, periodic: true });
    const got = `${grid.kind} from ${grid.from} to ${grid.to}`;
    throw new InputError(
      `grid.${variable}`,
      `a uniform axis from ${from} to ${to}`,
      got,
      'It must go once around the circle.',
    );
  }
  // The slope of f is the curvature of ln q: cells are a tenth of the narrowest peak that it allows.
  const pair = new Float64Array(2);
  const samples = Array.from({ length: 1001 }, (_, i) => {
    coefficients(from + ((to - from) * i) / 1000, pair);
    return pair[0] / pair[1];
  });
  const steepest = samples.slice(1).reduce((most, f, i) => Math.max(most, samples[i] - f), 0) * (1000 / (to - from));
  const cells = Math.ceil(10 * (to - from) * Math.sqrt(steepest));
  return buildAxis(variable, {
    kind: 'uniform',
    from,
    to,
    cells: Math.min(AUTO_MOST_CELLS, Math.max(AUTO_CELLS, cells)),
    periodic: true,
  });
}

/** Probability of each cell: the quadrature points lie in the panels of its two halves. */
function cellMasses({ points, probability }: PeriodicLaw, axis: Axis): Float64Array {
  const mass = new Float64Array(axis.cells);
  for (let i = 0, cell = 0; i < points.length; i++) {
    while (points[i] > axis.edges[cell + 1]) cell++;
    mass[cell] += probability[i];
  }
  return mass;
}

function statistics(law: PeriodicLaw, logDensity: Float64Array, axis: Axis) {
  const { points, probability } = law;
  const average = (f: (theta: number) => number): number => compensatedSum(probability.map((p, i) => p * f(points[i])));
  const mean = average((theta) => theta);
  const quantiles = Object.fromEntries(QUANTILES.map((q) => [String(q), periodicQuantile(law, q)]));
  return {
    mean,
    variance: average((theta) => (theta - mean) ** 2),
    mode: highest(law, logDensity, axis),
    quantiles: quantiles as Record<'0.05' | '0.25' | '0.5' | '0.75' | '0.95', number>,
  };
}

/** The θ of largest density: the highest node, refined by golden sections between its neighbours. */
function highest(law: PeriodicLaw, logDensity: Float64Array, { centres, edges }: Axis): number {
  const best = logDensity.indexOf(logDensity.reduce((a, b) => Math.max(a, b)));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [centres[best - 1] ?? edges[0], centres[best + 1] ?? edges[edges.length - 1]];
  for (let step = 0; step < 60; step++) {
    const [x1, x2] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (periodicLogDensity(law, x1) >= periodicLogDensity(law, x2)) high = x2;
    else low = x1;
  }
  return (low + high) / 2;
}
