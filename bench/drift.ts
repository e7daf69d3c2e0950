import { law } from '../src/data/analytic.js';
import { model } from '../src/model/symbolic-loss.js';
import { sgd } from '../src/sde/gradient-noise.js';

const POINTS = 1_000_000;

/** Compiled drift and diffusion of two parameters at a million points, for averages that are polynomials and for Gauss quadrature. */
export function run(): { name: string; milliseconds: number; detail: string }[] {
  const data = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' });
  const losses = { 'u*w*x': POINTS, 'w*tanh(u*x)': POINTS / 100 };
  return Object.entries(losses).flatMap(([prediction, points]) => {
    const sde = sgd(model({ parameters: ['u', 'w'], prediction }), data, { learningRate: 0.1, batchSize: 4 });
    const theta = new Float64Array(2);
    const places = Float64Array.from({ length: 1024 }, (_, i) => 2 * Math.sin(i));
    const [drift, diffusion] = [new Float64Array(2), new Float64Array(4)];
    return (['drift', 'diffusion'] as const).map((name) => {
      let least = Infinity;
      let sum = 0;
      for (let repeat = 0; repeat < 5; repeat++) {
        const start = performance.now();
        for (let i = 0; i < points; i++) {
          theta[0] = places[i & 1023];
          theta[1] = 1 - theta[0];
          if (name === 'drift') sde.drift(theta, drift);
          else sde.diffusion(theta, diffusion);
          sum += drift[0] + diffusion[0];
        }
        least = Math.min(least, performance.now() - start);
      }
      const nanoseconds = ((least / points) * 1e6).toFixed(0);
      return {
        name: `${name} of ${prediction}`,
        milliseconds: least,
        detail: `${nanoseconds} ns per point (sum ${sum.toPrecision(3)})`,
      };
    });
  });
}
