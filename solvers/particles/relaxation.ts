import { fitLines, lineGenerator } from '../../src/fv/line-generator.js';
import { globalMinimum, type DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { spectrum } from '../spectrum/spectrum.js';
import { autoAxis } from '../steady/line-grid.js';
import { lineLaw } from '../steady/line-law.js';

/** Time scales of a diagonal linear network, in units of learning rate × steps. */
export interface Relaxation {
  /** 1/the rate at which the drift alone returns to the minimum of the loss: what a time step must resolve. */
  readonly drift: number;
  /** 1/the slowest rate of the Fokker–Planck equation on the side that learns; null where no density is left there. */
  readonly slowest: number | null;
}

/** Measures both; the slowest rate from the finite-volume generator on the line's automatic axis. */
export function relaxation(p: DiagonalLinearProblem): Relaxation {
  const drift = 1 / driftRate(p);
  for (const line of reducedLines(p)) {
    const law = lineLaw(line);
    if (law.kind !== 'density') continue;
    const axis = autoAxis(law, line.variable);
    const { rates } = spectrum(lineGenerator(axis, fitLines([line], axis)), 2, { modes: false }).value;
    const rate = rates.find((r) => r > 1e-9 / drift);
    return { drift, slowest: rate === undefined ? null : 1 / rate };
  }
  return { drift, slowest: null };
}

/** −a′(v) at the minimum of the loss, where a ≈ −2(D+1)d^{−s}v^{2D/(D+1)}(β₁v − β₂) ([NB] Eq. 93 without noise). */
function driftRate(p: DiagonalLinearProblem): number {
  const { depth: D, width: d, beta, weightDecay } = p;
  if (D === 0) return 2 * (beta[0] + weightDecay);
  const v = Math.abs(globalMinimum(p)) || Math.abs(beta[1]) / beta[0] || 1;
  return 2 * (D + 1) * d ** ((1 - D) / (1 + D)) * v ** ((2 * D) / (D + 1)) * beta[0];
}
