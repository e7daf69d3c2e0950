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
  const parts = fitLines(lines, axis).map((part) => pointwise(part, axis));
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

/**
 * The fit with plain volumes, width/D at the node: the Scharfetter–Gummel scheme, whose drift is right for any |Φ| and which turns
 * into upwind differences where |Φ| is large. With the volumes of local equilibrium steady masses would be exact, but a cell's mass
 * would stand at its lower edge while it moves, and drift be wrong by Φ²/24. Here steady densities are exact at the nodes.
 * A cell that reaches to the end of its line keeps its own volume, which may be infinite: then it keeps what enters it.
 */
function pointwise(part: FittedLine, axis: Axis): FittedLine {
  const { line, fit, first, count } = part;
  const edges = axis.edges.slice(first, first + count + 1).map(line.map.coordinate);
  if (line.map.orientation < 0) edges.reverse();
  const logVolume = fit.logVolume.map((own, k) => {
    const width = edges[k + 1] - edges[k];
    if (Number.isFinite(width)) return Math.log(width / fit.diffusion[k]);
    const [a, b] = [Math.max(0, k - 1), Math.min(count - 2, k)];
    const steep = Math.max(Math.abs(fit.phi[a]), Math.abs(fit.phi[b])) > STEEP;
    return steep && own < Infinity ? Math.log(Math.abs(fit.y[b + 1] - fit.y[a]) / (b + 1 - a) / fit.diffusion[k]) : own;
  });
  return { ...part, fit: { ...fit, logVolume } };
}

/** Nats of ∫a/D across a face from which the mass of a cell up to an end of the line does not stand in equilibrium. */
const STEEP = 1;

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
