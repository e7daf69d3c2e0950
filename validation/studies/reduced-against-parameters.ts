import { law } from '../../src/data/analytic.js';
import { regressionMoments } from '../../src/data/moments.js';
import type { DataLaw } from '../../src/data/law.js';
import { model } from '../../src/model/symbolic-loss.js';
import { changeOfVariables } from '../../src/sde/change-of-variables.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import type { SgdOptions } from '../../src/sde/hyper-parameters.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { atMost, type Study } from '../study.js';

const PLACES = [0.07, 0.4, 1, 1.9, 6];

/** Asymmetric data with a fourth moment unlike a Gaussian's. */
const data = (): DataLaw => law({ x: 'uniform(-1, 2)', e: 'normal(0.1, 0.6)', y: '0.8*x + e + 0.2*x^2' });

/** Σ over i of the product over k of u{k}_{i}. */
const prediction = (depth: number, width: number, factor: (k: number, i: number) => string): string =>
  Array.from({ length: width }, (_, i) => Array.from({ length: depth + 1 }, (_, k) => factor(k, i)).join('*')).join(
    '+',
  );

/**
 * Largest relative difference of drift and diffusion of y = ln v, between the reduced SDE and Itô's rule applied to the SDE of SGD in
 * all d(D + 1) weights at balanced points.
 */
function difference(depth: number, width: number, options: SgdOptions): number {
  const name = (k: number, i: number): string => `u${k}_${i}`;
  const parameters = Array.from({ length: width * (depth + 1) }, (_, n) =>
    name(n % (depth + 1), Math.floor(n / (depth + 1))),
  );
  const sum = prediction(depth, width, name);
  const weights = sgd(model({ parameters, prediction: `(${sum})*x` }), data(), options);
  const share = `(v/${width})^(1/${depth + 1})`;
  const inModel = changeOfVariables(weights, {
    coordinates: { v: sum },
    section: Object.fromEntries(parameters.map((p) => [p, share])),
  });
  const { alpha, beta, delta } = regressionMoments(data());
  const { learningRate = 0.1, batchSize = 1, weightDecay = 0, modifiedLoss = false } = options;
  const temperature = learningRate / batchSize;
  const problem = { depth, width, alpha, beta, delta, temperature, weightDecay, learningRate, modifiedLoss };
  const line = reducedLines(problem).find(({ map }) => map.support[1] === Infinity)!;
  const [out, a, D] = [new Float64Array(2), new Float64Array(1), new Float64Array(1)];
  return PLACES.reduce((worst, v) => {
    const y = line.map.coordinate(v);
    line.evaluate(y, out);
    inModel.drift([v], a);
    inModel.diffusion([v], D);
    // To the coordinate of the line by Itô's rule: dy = dv/v′ − (v″/v′³) D dt.
    const slope = line.map.orientation * Math.exp(line.map.logJacobian(y));
    const diffusion = D[0] / slope ** 2;
    const drift = a[0] / slope - line.map.curvature(y) * diffusion;
    const size = Math.abs(a[0] / slope) + Math.abs(line.map.curvature(y)) * diffusion;
    return Math.max(worst, Math.abs(out[0] - drift) / size, Math.abs(out[1] / diffusion - 1));
  }, 0);
}

/** The reduced SDE is derived by hand; this derives it again by machine, from the loss. */
export const reducedAgainstParameters: Study = {
  name: 'reduced-against-parameters',
  claim: 'Drift and diffusion of the reduced SDE are Itô’s rule applied to SGD in all weights, at balanced points.',
  reference: '[NB] Eqs. (13) and (93), with T for η, weight decay and modified loss; docs/derivations/reduced-sde.md',
  cost: 1,
  run: (scale) => {
    const plain = { learningRate: 0.2, batchSize: 2 };
    const shapes: [number, number][] = [
      [0, 1],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [3, 1],
      ...(scale > 1 ? [[4, 2] as [number, number]] : []),
    ];
    return [
      ...shapes.map(([depth, width]) =>
        atMost(`depth ${depth}, width ${width}: largest relative difference`, difference(depth, width, plain), 1e-11),
      ),
      atMost('depth 2, width 2 with weight decay', difference(2, 2, { ...plain, weightDecay: 0.15 }), 1e-11),
      atMost(
        'depth 1 with the modified loss and decay',
        difference(1, 1, { ...plain, weightDecay: 0.15, modifiedLoss: true }),
        1e-11,
      ),
      atMost(
        'depth 2 with the modified loss of the paper',
        difference(2, 1, { ...plain, modifiedLoss: 'paper' }),
        1e-11,
      ),
    ];
  },
};
