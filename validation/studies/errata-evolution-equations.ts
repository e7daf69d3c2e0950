import { axis } from '../../src/grid/axis.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { logDensityOf } from '../../solvers/steady/stationary.js';
import { standard, steadyOf } from '../standard-problem.js';
import { atLeast, atMost, equal, type Study } from '../study.js';

const problem = standard({ depth: 0, temperature: 0.1 });
const r = (v: number): number => v - 1;
const g = (v: number): number => 2 * v * v - 4 * v + 3;

/** Derivative by a stencil of fourth order. */
const slope = (f: (v: number) => number, v: number, h = 2e-3): number =>
  (8 * (f(v + h) - f(v - h)) - (f(v + 2 * h) - f(v - 2 * h))) / (12 * h);

/** Largest |∂p/∂t| on the stationary density, with drift −2r and noise `noise`·4g, relative to its largest term. */
function residual(noise: number): number {
  const state = steadyOf(problem);
  const p = (v: number): number => Math.exp(logDensityOf(state, v));
  const places = [0.2, 0.6, 0.9, 1.3, 1.8];
  const terms = places.map((v) => {
    const drift = slope((u) => 2 * r(u) * p(u), v);
    const spread = slope((w) => slope((u) => (noise / 2) * 4 * g(u) * p(u), w), v);
    return { sum: Math.abs(drift + spread), size: Math.abs(drift) + Math.abs(spread) };
  });
  return Math.max(...terms.map(({ sum, size }) => sum / size));
}

/** The rate at which probability passes v₀ upwards early in an evolution, over J = −(μP + ½(B²P)′) there. */
function measuredOverFormula(): number {
  const line = axis('v', { kind: 'uniform', from: -6, to: 8, cells: 2800 });
  const { generator } = generatorOnAxis(reducedLines(problem), line);
  const [centre, spread, v0] = [0.2, 0.3, 0.6];
  const density = (v: number): number =>
    Math.exp(-((v - centre) ** 2) / (2 * spread ** 2)) / (spread * Math.sqrt(2 * Math.PI));
  const start = line.centres.map((v, i) => density(v) * line.widths[i]);
  const total = start.reduce((sum, m) => sum + m, 0);
  const mass = start.map((m) => m / total);
  const dt = 1e-4;
  const { frames } = evolve(generator, { grid: generator.grid, mass }, [dt]).value;
  const above = (m: Float64Array): number => m.reduce((sum, x, i) => (line.edges[i] >= v0 - 1e-9 ? sum + x : sum), 0);
  const rate = (above(frames[0].density.mass) - above(mass)) / dt;
  const current = -(2 * r(v0) * density(v0) + slope((v) => 2 * 0.1 * g(v) * density(v), v0));
  return rate / current;
}

/** Signs and factors of the Fokker–Planck equation itself. */
export const errataEvolutionEquations: Study = {
  name: 'errata-evolution-equations',
  claim:
    'The equation is ∂p/∂t = ∇·(p∇L) + (T/2)∂∂(Cp), not −∇·(p∇L) without T (Eq. 9); its current is −(μP + ½(B²P)′), not +(…) (Eq. 24).',
  reference: '[NB] Eqs. (9) and (24)',
  cost: 0.4,
  run: () => [
    atMost('Eq. (9) with T: largest |∂p/∂t| on the stationary density, relative', residual(0.1), 1e-5),
    atLeast('Eq. (9) as printed, without T: the same', residual(1), 0.5),
    equal('Eq. (24): probability that passes v = 0.6 over the corrected current', measuredOverFormula(), 1, 0.01),
    equal('Eq. (24): over the printed current, of the opposite sign', -measuredOverFormula(), -1, 0.01),
  ],
};
