import { axis } from '../src/grid/axis.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import type { ComparedLaw, ComparisonDocument } from '../src/io/comparison-document.js';
import type { Problem } from '../src/io/problem-schema.js';
import { InputError } from '../src/num/input-error.js';
import { sgd, type GradientNoise } from '../src/sde/gradient-noise.js';
import { parameterLines } from '../src/sde/parameter-lines.js';
import { reducedLines } from '../src/sde/reduced.js';
import { dataLaw, expressionModel } from '../solvers/particles/experiment.js';
import { coarseEdges, coarsened } from '../validation/compare/binned-law.js';
import { comparePair, jointPair, pairsOf } from '../validation/compare/pair.js';
import { planeLaw, type PlaneLaw } from '../validation/compare/plane-law.js';
import { steadyLaw, type SteadyLaw } from '../validation/compare/steady-law.js';
import { comparedTransient } from './compare-transient.js';
import { sample, type NamedLaw, type Target } from './compare-samples.js';
import type { LoadedProblem } from './load.js';
import { demandWhole, type ParticleChoices } from './particle-options.js';
import { particleProblem, type ParticleProblem } from './particle-plan.js';
import { version } from './version.js';

/** Cells of about equal probability for total variation and for pictures. */
const COARSE_CELLS = 50;

/** Exact laws of one variable, or of two together, with what is to be told of them. */
interface Exact {
  readonly marginals: readonly SteadyLaw[];
  readonly plane: PlaneLaw | null;
  readonly warnings: readonly string[];
}

/** Holds closed form, finite volumes, particles of the SDE and particles of SGD against each other. */
export async function comparisonDocument(
  loaded: LoadedProblem,
  choices: ParticleChoices,
  at?: number,
): Promise<ComparisonDocument> {
  const started = performance.now();
  // The start is of a density here; particles that look for the steady state begin where they like.
  const transient = at === undefined ? undefined : await comparedTransient(loaded, at);
  const source = await particleProblem(loaded);
  const { problem, linear } = source;
  demandWhole('--steps', choices.steps, 1);
  const { marginals, plane, warnings } = await exactLaws(source);
  const targets = marginals.map((steady): Target => {
    return { steady, coarse: coarseEdges(steady.finiteVolume, COARSE_CELLS) };
  });
  const sampling = { targets, choices, ...(plane && { cells: plane.cells }) };
  const sde = await sample(source, { ...sampling, name: 'SDE' });
  const real = await sample(source, { ...sampling, name: 'SGD' });
  const compared = targets.map(({ steady, coarse }, k) => {
    const laws = [...exactOf(steady), ...[sde, real].flatMap((s) => s.laws.slice(k, k + 1))];
    return { steady, coarse, laws };
  });
  const joint = [plane?.joint, sde.joint, real.joint].flatMap((law) => law ?? []);
  return {
    command: 'compare',
    version: version(),
    problem,
    result: {
      component: marginals[0].component,
      pairs: compared.flatMap(({ steady: { variable, edges }, coarse, laws }) =>
        pairsOf(laws, (left, right) => ({ variable, ...comparePair(left.law, right.law, edges, coarse) })),
      ),
      ...(plane && { joint: pairsOf(joint, jointPair) }),
      marginals: compared.map(({ steady: { variable, edges }, coarse, laws }) => ({
        variable,
        laws: laws.map((law) => described(law, coarse)),
        edges: coarse.map((i) => edges[i]),
      })),
      ...(transient && { transient }),
      noiseToSignal: linear && signalRatio(linear.alpha[2], linear.beta[1], problem.sgd.batchSize ?? 1),
    },
    warnings: [...new Set([...source.warnings, ...warnings, ...sde.warnings, ...real.warnings])],
    stats: {
      milliseconds: performance.now() - started,
      cells: marginals.reduce((n, { edges }) => n * (edges.length - 1), 1),
    },
  };
}

/** α₃/(S β₂²); Infinity where there is no signal. */
const signalRatio = (noise: number, signal: number, batch: number): number => noise / (batch * signal * signal);

/** The steady law on the line of a family or of one parameter, or on the plane of two. */
async function exactLaws(source: ParticleProblem): Promise<Exact> {
  const { linear, problem, data, variables } = source;
  if (linear !== null) {
    return { marginals: [steadyLaw(reducedLines(linear), gridOf(problem, 'v'), linear)], plane: null, warnings: [] };
  }
  if (variables.length > 2) {
    const cure = 'One or two are compared; particles takes any number.';
    throw new InputError('model.parameters', 'one or two parameters', String(variables.length), cure);
  }
  const sde = sgd(expressionModel(problem.model), dataLaw(data), problem.sgd);
  if (variables.length === 2) return onPlane(source, sde);
  return {
    marginals: [steadyLaw(parameterLines(sde), gridOf(problem, variables[0]), null)],
    plane: null,
    warnings: [],
  };
}

/** What `stationary` finds for two parameters. */
async function onPlane({ problem }: ParticleProblem, sde: GradientNoise): Promise<Exact> {
  const { tensorDocument } = await import('./tensor-document.js');
  const figures = { averages: sde.averages, symmetries: [] };
  const { result, warnings } = await tensorDocument({ problem, sde, figures }, performance.now());
  if (result.density === undefined) {
    const cure = 'There is no one density to compare with; stationary shows the classes.';
    throw new InputError('compare', 'one steady state', `${result.components.length} of them`, cure);
  }
  const { axes, mass } = result.density;
  const withEdges = axes.map(({ name, centres, widths }) => {
    const spec = gridOf(problem, name);
    return { name, centres, edges: spec === 'auto' ? evenEdges(centres, widths) : axis(name, spec).edges };
  });
  const plane = planeLaw({ axes: withEdges, mass });
  return { marginals: plane.marginals, plane, warnings };
}

const gridOf = ({ grid }: Problem, name: string): AxisSpec | 'auto' =>
  grid === 'auto' ? 'auto' : ((grid[name] as AxisSpec | undefined) ?? 'auto');

/** Edges of equal cells. */
function evenEdges(centres: ArrayLike<number>, widths: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: centres.length + 1 }, (_, i) => centres[0] + (i - 0.5) * widths[0]);
}

/** The exact laws of a variable. */
function exactOf({ closedForm, finiteVolume, mean, variance }: SteadyLaw): NamedLaw[] {
  return [closedForm, finiteVolume].flatMap((law) => (law === null ? [] : [{ law, mean, variance }]));
}

function described({ law, mean, variance, run }: NamedLaw, coarse: readonly number[]): ComparedLaw {
  const { mass } = coarsened(law, coarse);
  return {
    name: law.name as ComparedLaw['name'],
    mass: Array.from(mass.subarray(1, mass.length - 1)),
    effectiveSamples: law.effectiveSamples,
    outside: mass[0] + mass[mass.length - 1],
    mean,
    variance,
    ...(run && { run }),
  };
}
