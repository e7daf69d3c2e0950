import type { TwoLayerData, TwoLayerShape, TwoLayerWeights } from '../../../src/model/two-layer.js';
import { nextNormal } from '../../../src/num/random/normal.js';
import { createStream } from '../../../src/num/random/stream.js';

/** y = x + ε with x and ε standard normal (as many outputs as inputs). */
export function identityData(size: number, count: number, seed: number): TwoLayerData {
  const stream = createStream(seed, 1);
  const x = Float64Array.from({ length: count * size }, () => nextNormal(stream));
  return { count, x, y: x.map((value) => value + nextNormal(stream)) };
}

/** Normal weights of standard deviation `scale` and `scale/2`, far from balance. */
export function randomWeights({ width, inputs, outputs }: TwoLayerShape, scale: number, seed: number): TwoLayerWeights {
  const stream = createStream(seed, 2);
  return {
    outer: Float64Array.from({ length: width * outputs }, () => scale * nextNormal(stream)),
    inner: Float64Array.from({ length: width * inputs }, () => 0.5 * scale * nextNormal(stream)),
  };
}
