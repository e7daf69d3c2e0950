import { QUANTILES, cellCount } from '../io/document.js';
import type { Component, StationaryDocument } from '../io/document.js';
import { countText, numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Branch, Palette } from './tree-text.js';

/** Log errors up to this are what rounding leaves; larger ones are shown as a warning. */
const ROUNDING = 1e-10;

/**
 * A stationary result as a line and a tree: what was solved, one branch per ergodic component, then the distance from the
 * closed form, the densities asked for and the warnings. No newline at the end.
 */
export function describeStationary(document: StationaryDocument, palette: Palette = PLAIN): string {
  const { components, closedForm, at = [] } = document.result;
  const cells = cellCount(document.result);
  const title = titleText(document, [cells > 0 ? countText(cells, 'cell') : ''], palette);
  const lines = [treeText(title, branches(components, palette), { indent: nameWidth(components) + 2, palette })];
  if (components.length > 1 && components.every(({ weight }) => weight === null)) {
    lines.push(palette.dim('how much each part holds depends on the initial density'));
  }
  if (closedForm) {
    const colour = closedForm.maxLogError <= ROUNDING ? palette.good : palette.warn;
    const error = numberText(closedForm.maxLogError, 2);
    lines.push(`closed form ${closedForm.reference}: ${colour(`largest log error ${error}`)}`);
  }
  const values = at.map(({ v, logDensity }) => [`ln p(${numberText(v)})`, `= ${numberText(logDensity, 12)}`]);
  lines.push(...alignColumns(values));
  lines.push(...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)));
  return lines.join('\n');
}

/** The powers of the density at the ends of its support, `p ~ v^0.167 at 0, p ~ v^-3.5 at ∞`; empty where it has none. */
export function asymptoticsText({ support, originExponent, tailExponent }: Component): string {
  const [lower, upper] = support;
  const end = Number.isFinite(lower) ? lower : upper;
  const size = lower < 0 ? '|v|' : 'v';
  const distance = end === 0 ? size : `|v − ${numberText(end)}|`;
  const infinity = upper < Infinity ? '-∞' : lower > -Infinity ? '∞' : '±∞';
  const powers = [
    originExponent === undefined ? [] : [`p ~ ${distance}^${numberText(originExponent, 3)} at ${numberText(end)}`],
    tailExponent === undefined ? [] : [`p ~ ${size}^${numberText(tailExponent, 3)} at ${infinity}`],
  ];
  return powers.flat().join(', ');
}

/** Why a component is a point mass. */
export function pointReason({ reason, normalisable }: Component): string {
  return reason ?? (normalisable ? 'fixed point of the SDE' : 'its density is not integrable');
}

/** Feller's class of each end: `boundaries: natural at 0, entrance at ∞`. Empty where it is not known. */
export function boundaryText({ boundary, support }: Component): string {
  if (!boundary) return '';
  return `boundaries: ${boundary.lower} at ${numberText(support[0])}, ${boundary.upper} at ${numberText(support[1])}`;
}

/** Width of the column of component names. */
const nameWidth = (components: readonly Component[]): number =>
  Math.max(0, ...components.map(({ name }) => name.length));

/** One branch per component; figures of densities stand under each other. */
function branches(components: readonly Component[], palette: Palette): Branch[] {
  const width = nameWidth(components);
  const densities = components.filter(({ kind }) => kind === 'density');
  const figures = alignColumns(densities.map(figureCells));
  const rows = components.map((component) => [
    component.kind === 'density' ? 'density' : `point mass at ${numberText(component.mean)}`,
    component.kind === 'density' ? figures[densities.indexOf(component)]! : pointReason(component),
    component.weight === null ? '' : `weight ${numberText(component.weight)}`,
  ]);
  return alignColumns(rows).map((row, i) => ({
    head: `${palette.name(components[i]!.name.padEnd(width))}  ${row}`,
    details: components[i]!.kind === 'density' ? densityDetails(components[i]!, palette) : [],
  }));
}

/** Mean, spread, mode and median of a density, one cell each. */
function figureCells({ mean, variance, mode, quantiles }: Component): string[] {
  const figures = { mean, sd: Math.sqrt(variance), mode, median: quantiles['0.5'] };
  return Object.entries(figures).map(([name, value]) => `${name} ${numberText(value)}`);
}

/** Quantiles, then what is known of the ends. */
function densityDetails(component: Component, palette: Palette): string[] {
  const quantiles = QUANTILES.map((p) => `${Number(p) * 100} % ${numberText(component.quantiles[p])}`).join('  ');
  const shape = [asymptoticsText(component), boundaryText(component)].filter((text) => text !== '').join('; ');
  return [`quantiles  ${quantiles}`, ...(shape === '' ? [] : [palette.dim(shape)])];
}
