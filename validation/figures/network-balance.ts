import { nextNormal } from '../../src/num/random/normal.js';
import { createStream } from '../../src/num/random/stream.js';
import type { TwoLayerData, TwoLayerShape, TwoLayerWeights } from '../../src/model/two-layer.js';
import { trainNetwork } from '../../solvers/balance/network-training.js';
import { COLOURS, panelLayout, trace, type Illustration, type Panel } from './illustration.js';

const SHAPE: TwoLayerShape = { activation: 'linear', inputs: 20, width: 200, outputs: 20 };
const [SAMPLES, STEPS, EVERY, RATE] = [1000, 3000, 50, 0.004];

const normals = (count: number, deviation: number, stream: number): Float64Array => {
  const source = createStream(8, stream);
  return Float64Array.from({ length: count }, () => deviation * nextNormal(source));
};

/** y = x + noise of unit variance in 20 dimensions. */
function data(noise: number): TwoLayerData {
  const x = normals(SAMPLES * SHAPE.inputs, 1, 0);
  const e = normals(x.length, noise, 1);
  return { count: SAMPLES, x, y: x.map((value, i) => value + e[i]) };
}

/** Outer weights that are twice as large as the inner ones. */
const start = (): TwoLayerWeights => ({
  outer: normals(SHAPE.width * SHAPE.outputs, 0.14, 2),
  inner: normals(SHAPE.width * SHAPE.inputs, 0.07, 3),
});

const square = (a: Float64Array): number => a.reduce((sum, x) => sum + x * x, 0);

/** (‖U‖² − ‖W‖²)/(‖U‖² + ‖W‖²) along training. */
function imbalance(batchSize: number, noise: number): { steps: number[]; values: number[] } {
  const [steps, values]: number[][] = [[], []];
  trainNetwork(SHAPE, start(), data(noise), {
    learningRate: RATE,
    batchSize,
    weightDecay: 0,
    steps: STEPS,
    seed: 3,
    every: EVERY,
    observe(step, { outer, inner }) {
      const [u, w] = [square(outer), square(inner)];
      steps.push(step);
      values.push((u - w) / (u + w));
    },
  });
  return { steps, values };
}

function panel(): Panel {
  const runs = [
    { name: 'batch of 2, unit noise', batch: 2, noise: 1 },
    { name: 'batch of 8, unit noise', batch: 8, noise: 1 },
    { name: 'batch of 2, no noise in y', batch: 2, noise: 0 },
  ];
  const data_ = runs.map(({ name, batch, noise }, k) => {
    const { steps, values } = imbalance(batch, noise);
    return trace(name, steps, values, { color: COLOURS[k] });
  });
  return {
    title: 'Norms of the two layers during training',
    note: 'The outer layer starts twice as large. Small batches of noisy data bring the norms together, four times as slowly with a batch four times as large; once data without noise are fitted, there is no gradient noise left to do it.',
    figure: {
      data: data_,
      layout: panelLayout({ title: 'steps of SGD' }, { title: '(‖U‖² − ‖W‖²)/(‖U‖² + ‖W‖²)', range: [0, 0.65] }),
    },
  };
}

/** Fig. 2. */
export const networkBalance: Illustration = {
  name: 'network-balance',
  title: 'Balance in a linear network 20 → 200 → 20',
  reference: '[NB] Fig. 2, Th. 3.1',
  caption: `f = UWx, x Gaussian in 20 dimensions, y = x + ε, ${SAMPLES} samples, η = ${RATE}.`,
  cost: 8,
  draw: () => [panel()],
};
