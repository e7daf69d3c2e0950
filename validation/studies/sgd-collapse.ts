import { createChains } from '../../solvers/particles/chains.js';
import { sgdProcess } from '../../solvers/particles/sgd.js';
import { diagonalLinear } from '../../solvers/particles/trainable.js';
import type { DataSource } from '../../solvers/particles/data-source.js';
import { nextUniform } from '../../src/num/random/stream.js';
import { equal, type Study } from '../study.js';

const [K, SIGMA] = [1, 4];
/** x = 1, y = k ± σ with equal chances: α₁ = α₂ = 0, α₃ = σ², β = (1, k). */
const data: DataSource = {
  kind: 'law',
  columns: 2,
  draw(stream, row) {
    row[0] = 1;
    row[1] = K + (nextUniform(stream) < 0.5 ? SIGMA : -SIGMA);
  },
};

/** E ln(1 + 2ηz) for single samples, exactly. */
const growth = (eta: number): number =>
  (Math.log(Math.abs(1 + 2 * eta * (K + SIGMA))) + Math.log(Math.abs(1 + 2 * eta * (K - SIGMA)))) / 2;

/** Mean of ln|u + w| gained per step by SGD close to 0, where v does not pull back. */
function measured(eta: number, steps: number, count: number): number {
  const process = sgdProcess({ model: diagonalLinear(1, 1), data, learningRate: eta, batchSize: 1 });
  const start = 1e-80;
  const chains = createChains(process, { count, seed: 6, initial: (_, theta) => theta.fill(start) });
  process.advance(chains, steps);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.log(Math.abs(chains.theta[k] + chains.theta[count + k]) / (2 * start));
  return sum / count / steps;
}

/** Where SGD, rather than its SDE, collapses. */
export const sgdCollapse: Study = {
  name: 'sgd-collapse',
  claim:
    'Near v = 0 SGD at depth 1 multiplies u + w by 1 + 2ηz: it collapses where E ln|1 + 2ηz| < 0, which tends to η = S T_c only for α₃ ≫ Sβ₂².',
  reference: 'exact step s → s(1 + 2ηq); docs/derivations/exact-identities.md',
  cost: 0.5,
  run: (scale) => {
    // (1 + 2η(k + σ))(1 + 2η(k − σ)) = 1 at η = k/(σ² − k²), against the SDE's T_c = k/σ².
    const threshold = K / (SIGMA ** 2 - K ** 2);
    const count = 400 * scale;
    return [0.7, 1, 1.3].map((share) => {
      const eta = share * threshold;
      const spread = Math.abs(Math.log(Math.abs((1 + 2 * eta * (K + SIGMA)) / (1 + 2 * eta * (K - SIGMA))))) / 2;
      const error = (4 * spread) / Math.sqrt(count * 150);
      return equal(`η = ${share} of k/(σ² − k²): growth per step`, measured(eta, 150, count), growth(eta), error);
    });
  },
};
