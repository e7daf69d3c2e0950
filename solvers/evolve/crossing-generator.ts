import { fitLines, lineGenerator, type FittedLine } from '../../src/fv/line-generator.js';
import type { Generator } from '../../src/fv/generator.js';
import { measuredFacts } from '../../src/fv/measured-facts.js';
import type { Axis } from '../../src/grid/axis.js';
import type { LineSde } from '../../src/sde/line.js';

/** A generator of several lines on one axis with the fit of each line. */
export interface LinesOnAxis {
  readonly generator: Generator;
  readonly parts: readonly FittedLine[];
}

/**
 * The generator of lines on one axis. Where drift crosses the point between two lines (weight decay pulls v through the point of
 * no noise) the outermost cell of the line that is left jumps to its neighbour at the rate |drift|/width: close to that point
 * there is only the drift. No other jump leaves a line.
 */
export function generatorOnAxis(lines: readonly LineSde[], axis: Axis): LinesOnAxis {
  const parts = fitLines(lines, axis).map(upwind);
  const generator = lineGenerator(axis, parts);
  const { rowStart, column, value } = generator.rates;
  const add = (row: number, col: number, rate: number): void => {
    for (let k = rowStart[row]; k < rowStart[row + 1]; k++) if (column[k] === col) value[k] += rate;
  };
  let crossed = false;
  for (const [from, to, drift] of crossings(parts, axis)) {
    const rate = Math.abs(drift) / axis.widths[from];
    add(to, from, rate);
    add(from, from, -rate);
    crossed = true;
  }
  return { generator: crossed ? { ...generator, facts: measuredFacts(generator.rates) } : generator, parts };
}

/** Nats of ∫a/D across a face from which a cell counts as steep. */
const STEEP = 1;

/**
 * The fit with plain volumes, width/D at the node, in steep cells. A steady state is exact with the volumes of local equilibrium, but
 * those put the mass of a steep cell at its lower edge, where it does not stand while it moves: the rate out would be too small
 * by exp(|Φ|/2). With plain volumes the scheme turns into upwind differences there. A cell that keeps what enters it stays so.
 */
function upwind(part: FittedLine): FittedLine {
  const { fit, count } = part;
  const { y, phi, diffusion } = fit;
  const logVolume = fit.logVolume.slice();
  for (let k = 0; k < count; k++) {
    const [a, b] = [Math.max(0, k - 1), Math.min(count - 1, k + 1)];
    const steep = Math.max(Math.abs(phi[a]), Math.abs(phi[b - 1])) > STEEP;
    if (steep && logVolume[k] < Infinity) logVolume[k] = Math.log((y[b] - y[a]) / (b - a) / diffusion[k]);
  }
  return { ...part, fit: { ...fit, logVolume } };
}

/** Neighbouring cells of two lines with the drift that leads from the first to the second. */
function crossings(parts: readonly FittedLine[], axis: Axis): [number, number, number][] {
  return parts.flatMap(({ line, first, count }): [number, number, number][] => {
    const [down, up] = line.endDrift;
    const last = first + count - 1;
    const beside = (cell: number): boolean =>
      parts.some((p) => p.line !== line && cell >= p.first && cell < p.first + p.count);
    return [
      ...(down < 0 && first > 0 && beside(first - 1) ? [[first, first - 1, down] as [number, number, number]] : []),
      ...(up > 0 && last + 1 < axis.cells && beside(last + 1)
        ? [[last, last + 1, up] as [number, number, number]]
        : []),
    ];
  });
}
