import { lawSource } from '../../solvers/particles/law-source.js';
import { noisyLine, standard } from '../standard-problem.js';
import { atMost, equal, type Study } from '../study.js';
import { sgdBias } from './sgd-bias.js';

const laws = (sigma: number) => lawSource({ x: 'normal(0, 1)', e: `normal(0, ${sigma})`, y: 'x + e' }, ['x', 'y']);

/** SGD itself. */
export const sgdAgainstSde: Study = {
  name: 'sgd-against-sde',
  claim:
    'SGD follows its SDE where noise outweighs signal, α₃ ≫ Sβ₂²; elsewhere its moments differ from the SDE’s by an order of η.',
  reference:
    'exact moments of linear regression: E v² of SGD has S β₁² more than α₁; docs/derivations/exact-identities.md',
  cost: 2.5,
  run: (scale) => {
    const noisy = sgdBias({
      problem: noisyLine(1, 10),
      data: laws(10),
      batchSize: 1,
      learningRates: [0.002],
      particles: 100 * scale,
      time: 60,
      seed: 4,
    });
    const [{ sgd, sde, noiseToSignal }] = noisy;
    const [eta, S] = [0.2, 4];
    const linear = sgdBias({
      problem: standard({ depth: 0 }),
      data: laws(1),
      batchSize: S,
      learningRates: [0.1, eta],
      particles: 160 * scale,
      time: 40,
      seed: 2,
    });
    // E e² = 4η²E[(mean xε)²]/(1 − E(1 − 2ηA)²) with A = mean x², E A² = 1 + 2/S, for e = v − 1.
    const exact = (4 * eta * eta) / S / (1 - (1 - 4 * eta + 4 * eta * eta * (1 + 2 / S)));
    return [
      equal(
        `depth 1, α₃/(Sβ₂²) = ${noiseToSignal}: mean of SGD less the SDE’s`,
        sgd.mean - sde.mean,
        0,
        5 * sgd.meanError + 0.01,
      ),
      equal('the same: variance of SGD over the SDE’s', sgd.variance / sde.variance, 1, 0.15),
      equal('depth 0, η = 0.2, S = 4: variance of SGD over its exact value', linear[1].sgd.variance / exact, 1, 0.1),
      equal('depth 0: order in η of the bias of the variance', linear[1].varianceOrder, 1.28, 0.5),
      atMost('depth 0: share of chains that diverged', linear[1].diverged, 0),
    ];
  },
};
