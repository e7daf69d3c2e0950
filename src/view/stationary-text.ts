import { QUANTILES, componentDensities } from '../io/document.js';
import type { Component, StationaryDocument } from '../io/document.js';
import { countText, numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
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
  const cells = componentDensities(document.result).reduce((sum, { density }) => sum + density.mass.length, 0);
  const facts = [temperatureText(document), cells > 0 ? countText(cells, 'cell') : ''].filter((fact) => fact !== '');
  const title = [palette.strong(modelText(document.problem)), ...facts].join(' · ');
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

/**
 * What the density does at the ends of its support: `p ~ v^0.167 at 0, p ~ v^-3.5 at ∞`; in words where it changes
 * faster than any power. Empty where nothing is known.
 */
export function asymptoticsText({ support, originExponent, tailExponent }: Component): string {
  const ends: readonly [number | undefined, string, string][] = [
    [originExponent, '0', originExponent === Infinity ? 'vanishes' : 'grows'],
    [tailExponent, tailEnd(support), tailExponent === -Infinity ? 'vanishes' : 'grows'],
  ];
  return ends
    .filter(([exponent]) => exponent !== undefined)
    .map(([exponent, end, trend]) =>
      Number.isFinite(exponent)
        ? `p ~ ${powerText(support, exponent!)} at ${end}`
        : `p ${trend} faster than any power at ${end}`,
    )
    .join(', ');
}

/** Why a component is a point mass: the exponent that makes its density impossible to normalise, or a fixed point. */
export function pointReason(component: Component): string {
  const { originExponent, tailExponent } = component;
  const diverges = (originExponent ?? 0) <= -1 || (tailExponent ?? -Infinity) >= -1;
  return diverges ? `${asymptoticsText(component)}: not integrable` : 'fixed point of the SDE';
}

/** Feller's class of each end: `boundaries: natural at 0, entrance at ∞`. Empty where it is not known. */
export function boundaryText({ boundary, support }: Component): string {
  if (!boundary) return '';
  return `boundaries: ${boundary.lower} at ${numberText(support[0])}, ${boundary.upper} at ${numberText(support[1])}`;
}

/** v^e, or |v|^e where v can be negative. */
function powerText([lower]: readonly [number, number], exponent: number): string {
  return `${lower < 0 ? '|v|' : 'v'}^${numberText(exponent, 3)}`;
}

function tailEnd([lower, upper]: readonly [number, number]): string {
  return lower === -Infinity ? (upper === Infinity ? '±∞' : '-∞') : '∞';
}

const nameWidth = (components: readonly Component[]): number =>
  Math.max(0, ...components.map(({ name }) => name.length));

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

function figureCells({ mean, variance, mode, quantiles }: Component): string[] {
  const figures = { mean, sd: Math.sqrt(variance), mode, median: quantiles['0.5'] };
  return Object.entries(figures).map(([name, value]) => `${name} ${numberText(value)}`);
}

function densityDetails(component: Component, palette: Palette): string[] {
  const quantiles = QUANTILES.map((p) => `${Number(p) * 100} % ${numberText(component.quantiles[p])}`).join('  ');
  const shape = [asymptoticsText(component), boundaryText(component)].filter((text) => text !== '').join('; ');
  return [`quantiles  ${quantiles}`, ...(shape === '' ? [] : [palette.dim(shape)])];
}
