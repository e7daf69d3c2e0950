import { rows } from '../../src/data/rows.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { balanceSystem } from '../../solvers/balance/balance-system.js';
import { orbitSolver } from '../../solvers/balance/balance-point.js';
import { exponentialSymmetry } from '../../solvers/balance/exponential-symmetry.js';
import { meanRate } from '../ito-rule.js';
import { atMost, equalRelative, type Study } from '../study.js';

const NAMES = ['a', 'b', 'c', 'd'];
/** u = (a, b), w = (c, d): tanh of a bilinear form, so that nothing is Gaussian or linear. */
const network = () => model({ parameters: NAMES, prediction: 'a*tanh(c*x) + a*d*z + b*c*z + 0.5*b*d*x' });
const bilinear = () => model({ parameters: NAMES, prediction: 'a*c*x + 2*a*d*z + b*c*z*x - b*d*x' });

const data = () =>
  rows({
    x: [0.3, -1.2, 0.8, 1.9, -0.4, 0.1],
    z: [1.1, 0.2, -0.7, 0.5, -1.4, 0.9],
    y: [0.5, -1.6, 1.3, 0.7, -0.2, 1.2],
  });

/** Theorems 3.1 and 3.2 for a loss that only has the symmetry. */
export const noiseBalanceTheorem: Study = {
  name: 'noise-balance-theorem',
  claim:
    'd(‖u‖² − ‖w‖²)/dt = T(Tr Cov ∇_u ℓ − Tr Cov ∇_w ℓ); every orbit (λu, w/λ) has one balanced point, λ⁴ = Tr Cov ∇_u ℓ/Tr Cov ∇_w ℓ.',
  reference: '[NB] Th. 3.1 and 3.2; docs/derivations/noise-balance.md',
  cost: 0.2,
  run: () => {
    const options = { learningRate: 0.1, batchSize: 4 };
    const sde = sgd(bilinear(), data(), options);
    const system = balanceSystem(bilinear(), data(), options);
    const symmetry = exponentialSymmetry(
      [1, 1, -1, -1].map((rate, i) => NAMES.map((_, j) => (i === j ? rate : 0))),
      NAMES,
    );
    const solver = orbitSolver(system, symmetry);
    const start = [1.4, -0.3, 0.6, 0.9];
    const at = Object.fromEntries(NAMES.map((name, i) => [name, start[i]]));
    const D = new Float64Array(16);
    sde.diffusion(start, D);
    const [noiseU, noiseW] = [D[0] + D[5], D[10] + D[15]].map((half) => 2 * half);
    const charge = 'a^2 + b^2 - c^2 - d^2';
    const balance = solver.balance(start).value!;
    const scaled = [0.5, 1, 2].map((factor) => {
      const moved = start.map((value, i) => (i < 2 ? value * factor : value / factor));
      return solver.balance(moved).value!.theta;
    });
    const spread = scaled.map((theta) => Math.max(...theta.map((value, i) => Math.abs(value - scaled[1][i]))));
    // A loss without the symmetry breaks the law: the gradient's own part does not cancel.
    const broken = sgd(network(), data(), options);
    broken.diffusion(start, D);
    const free = D[0] + D[5] - D[10] - D[15];
    return [
      equalRelative('rate of ‖u‖² − ‖w‖² by Itô’s rule', meanRate(sde, charge, at), noiseU - noiseW, 1e-12),
      equalRelative('the same from the balance solver', solver.rate(start).value, noiseU - noiseW, 1e-12),
      equalRelative('λ⁴ of the balanced point', Math.exp(4 * balance.lambda), noiseU / noiseW, 1e-12),
      atMost('noise left unbalanced there, relative', balance.residual, 1e-13),
      atMost('distance of the balanced points from three starts of one orbit', Math.max(...spread), 1e-13),
      atMost(
        'size of the law’s agreement for a loss without the symmetry (1 would be agreement)',
        Math.min(1, Math.abs((2 * free) / meanRate(broken, charge, at))),
        0.9,
      ),
    ];
  },
};
