import { law } from '../src/data/analytic.js';
import { model } from '../src/model/symbolic-loss.js';
import { forwardPass, type TwoLayerShape } from '../src/model/two-layer.js';
import { nextNormal } from '../src/num/random/normal.js';
import { createStream } from '../src/num/random/stream.js';
import { orbitSolver } from '../solvers/balance/balance-point.js';
import { balanceSystem } from '../solvers/balance/balance-system.js';
import { exponentialSymmetry } from '../solvers/balance/exponential-symmetry.js';
import { traceManifold } from '../solvers/balance/manifold.js';
import { networkBalance, neuronBounds } from '../solvers/balance/network-balance.js';
import { rescalingSolver } from '../solvers/balance/rescaling.js';

const ORBITS = 10_000;

/** Noise balance: 10⁴ orbits of two parameters, the manifold, and the networks of arXiv:2308.06671, Fig. 2. */
export function run(): { name: string; milliseconds: number; detail: string }[] {
  const names = ['u', 'w'];
  const data = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' });
  const system = balanceSystem(model({ parameters: names, prediction: 'u*w*x' }), data, {
    temperature: 0.1,
    weightDecay: 0.01,
  });
  const symmetry = exponentialSymmetry(
    [
      [1, 0],
      [0, -1],
    ],
    names,
  );
  const solver = orbitSolver(system, symmetry);
  const rescale = rescalingSolver(system, [[0, 1]]);
  const starts = Array.from({ length: ORBITS }, (_, k) => [Math.sin(k + 1) * 3, Math.cos(7 * k + 2) * 3]);
  let worst = 0;
  const orbits =
    (balance: (theta: readonly number[]) => { readonly value: { readonly residual: number } | null }) => () => {
      for (const start of starts) worst = Math.max(worst, balance(start).value!.residual);
    };
  const rows = [
    {
      name: 'balance, root finder along e^{λA}',
      milliseconds: best(5, orbits(solver.balance)),
      detail: `${ORBITS} orbits`,
    },
    {
      name: 'balance, rescaling in closed form',
      milliseconds: best(5, orbits(rescale)),
      detail: `${ORBITS} orbits, residual ≤ ${worst.toExponential(1)}`,
    },
  ];
  const window = { lower: [-2, -2], upper: [2, 2] } as const;
  const traced = best(5, () => traceManifold(system, symmetry, solver, window));
  return [...rows, { name: 'manifold of u·w·x', milliseconds: traced, detail: '576 seeds' }, ...networks()];
}

/** One hundred random 20 → 200 → 20 networks with y = x + ε: residuals, bounds, ranks. */
function networks(): { name: string; milliseconds: number; detail: string }[] {
  const settings = { temperature: 0.01, weightDecay: 0, modification: 0 };
  return (['linear', 'relu'] as const).map((activation) => {
    const shape: TwoLayerShape = { activation, inputs: 20, width: 200, outputs: 20 };
    let [residual, outside, deficient, active, spent] = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 50; seed++) {
      const stream = createStream(seed, 0);
      const normals = (length: number, scale: number) =>
        Float64Array.from({ length }, () => scale * nextNormal(stream));
      const x = normals(100 * 20, 1);
      const data = { count: 100, x, y: x.map((value) => value + nextNormal(stream)) };
      const weights = { outer: normals(4000, 0.2), inner: normals(4000, 0.1) };
      const start = performance.now();
      const { neurons } = networkBalance(shape, weights, data, settings).value;
      spent += performance.now() - start;
      const bounds = neuronBounds(shape, weights, data, { settings, neurons: neurons.map((_, i) => i) });
      const pass = forwardPass(shape, weights, data);
      bounds.forEach(({ lower, upper, fullRank }, i) => {
        const samples = Array.from(
          { length: 100 },
          (_, n) => pass.hidden[n * 200 + i] > 0 || activation === 'linear',
        ).filter(Boolean).length;
        if (samples === 0) return;
        active++;
        residual = Math.max(residual, neurons[i].residual);
        if (!(neurons[i].ratio >= lower && neurons[i].ratio <= upper)) outside++;
        if (!fullRank) deficient++;
      });
    }
    const detail = `50 networks: residual ≤ ${residual.toExponential(1)}, ${outside} of ${active} outside Eq. 4, ${deficient} not of full rank`;
    return { name: `20 → 200 → 20 ${activation}, one network`, milliseconds: spent / 50, detail };
  });
}

/** Best time of several runs of `work`, in milliseconds. */
function best(runs: number, work: () => void): number {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
