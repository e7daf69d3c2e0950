import { createChains } from '../../solvers/particles/chains.js';
import { lawSource } from '../../solvers/particles/law-source.js';
import { sgdProcess } from '../../solvers/particles/sgd.js';
import { diagonalLinear } from '../../solvers/particles/trainable.js';
import { chainSgd, gaussianNoise, meanRate } from '../ito-rule.js';
import { equal, equalRelative, type Study } from '../study.js';

/** Var[∂ℓ/∂v] at v, measured from the SDE of SGD: twice its diffusion over T. */
function gradientVariance(v: number): number {
  const sde = chainSgd([['v']], { temperature: 0.1 });
  const D = new Float64Array(1);
  sde.diffusion([v], D);
  return (2 * D[0]) / 0.1;
}

/** Var of one step of SGD per unit of time η, over C = 4g: the temperature of the noise. */
function noiseTemperature(learningRate: number, batchSize: number, particles: number): number {
  const data = lawSource({ x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' }, ['x', 'y']);
  const process = sgdProcess({ model: diagonalLinear(0, 1), data, learningRate, batchSize });
  const chains = createChains(process, { count: particles, seed: 2, initial: (_, theta) => void (theta[0] = 0.3) });
  process.advance(chains, 1);
  const mean = chains.theta.reduce((sum, v) => sum + v, 0) / particles;
  const variance = chains.theta.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (particles - 1);
  return variance / (learningRate * 4 * gaussianNoise(0.3));
}

/** Sizes of the noise. */
export const errataNoiseStrength: Study = {
  name: 'errata-noise-strength',
  claim:
    'The least gradient variance is 4Δ/α₁, not Δ (section 4.1); the noise is at temperature T = η/S, not η (Eqs. 67–91); penalty γ‖θ‖² adds 4γ, not γ, to the rate of balance (after Cor. 3.3).',
  reference: '[NB] section 4.1, Eqs. (67)–(91), Cor. 3.3',
  cost: 0.3,
  run: (scale) => {
    let [low, high] = [0, 2];
    while (high - low > 1e-6) {
      const third = (high - low) / 3;
      if (gradientVariance(low + third) < gradientVariance(high - third)) high -= third;
      else low += third;
    }
    const least = gradientVariance((low + high) / 2);
    const [delta, alpha1] = [2, 2];
    const at = { u: 1.3, w: 0.4 };
    const rate = (weightDecay: number): number => {
      const sde = chainSgd([['u', 'w']], { learningRate: 0.2, batchSize: 2, weightDecay });
      return -meanRate(sde, 'u^2 - w^2', at) / (at.u ** 2 - at.w ** 2);
    };
    const measured = noiseTemperature(0.08, 4, 20000 * scale);
    return [
      equalRelative('min Var ∂ℓ/∂v over 4Δ/α₁', least / ((4 * delta) / alpha1), 1, 1e-9),
      equalRelative('min Var ∂ℓ/∂v over the printed Δ', least / delta, 4 / alpha1, 1e-9),
      equal('noise of one step with η = 0.08, S = 4 over η/S', measured / 0.02, 1, 0.05),
      equal('the same over the printed η', measured / 0.08, 0.25, 0.0125),
      equalRelative('rate that decay γ = 0.15 adds, over 4γ', (rate(0.15) - rate(0)) / 0.6, 1, 1e-10),
      equalRelative('the same over the printed γ', (rate(0.15) - rate(0)) / 0.15, 4, 1e-10),
    ];
  },
};
