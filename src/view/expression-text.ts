import type { StationaryDocument } from '../io/document.js';
import type { ExpressionFigures, FoundSymmetry } from '../io/tensor-document.js';
import { numberText } from './number-text.js';
import { describeStationary } from './stationary-text.js';
import { PLAIN, type Palette } from './tree-text.js';

/** Each symmetry in a line: `rescaling symmetry: ℓ(λu, w/λ) = ℓ(u, w) (found symbolically)`. */
export function symmetryLines(symmetries: readonly FoundSymmetry[]): string[] {
  return symmetries.map(({ pair: [u, w], kind, defect }) => {
    const how = kind === 'symbolic' ? 'symbolically' : `numerically, to ${numberText(defect, 2)}`;
    return `rescaling symmetry: ℓ(λ${u}, ${w}/λ) = ℓ(${u}, ${w}) (found ${how})`;
  });
}

/** A stationary result of one parameter as text: what `describeStationary` says, with currents and symmetries where there are any. */
export function describeExpression(document: StationaryDocument, palette: Palette = PLAIN): string {
  const { components } = document.result;
  const { symmetries = [] } = document.result as Partial<ExpressionFigures>;
  const currents = components.flatMap((component) => {
    const { name, current } = component as { name: string; current?: number };
    if (current === undefined) return [];
    const period = current === 0 ? '' : `, once around in ${numberText(1 / Math.abs(current))} on average`;
    return [palette.dim(`${name}: current ${numberText(current)} per unit of time${period}`)];
  });
  return [describeStationary(document, palette), ...currents, ...symmetryLines(symmetries)].join('\n');
}
