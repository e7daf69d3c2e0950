import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { circleSde } from '../../src/sde/circle.js';
import { WHOLE_LINE, type ParameterDomain } from '../../src/sde/domain.js';
import { parameterLines, type ParameterLine } from '../../src/sde/parameter-lines.js';
import type { Sde } from '../../src/sde/sde.js';
import { absorbedComponents } from './absorbed.js';
import type { ParameterState } from './parameter-result.js';
import { periodicState } from './periodic-state.js';
import { logDensityOf, stationaryOnLines, type LineComponent } from './stationary.js';

/** Settings of `stationaryOfParameter`. */
export interface ParameterStateOptions {
  /** The whole line by default. */
  readonly domain?: ParameterDomain;
  readonly grid?: AxisSpec | 'auto';
  /** Make a table of the coefficients first; worth it where one evaluation takes more than a microsecond. */
  readonly tabulate?: boolean;
}

/** Cells of an automatic axis between two finite ends. */
const CELLS_BETWEEN_ENDS = 4000;

/**
 * Everything that `stationary` tells of one parameter: steady states of each interval between places without noise, on a circle
 * with its current, or where the mass goes that leaves through absorbing ends. Throws InputError as `parameterLines`, `circleSde` and
 * the axes do.
 */
export function stationaryOfParameter(sde: Sde, options: ParameterStateOptions = {}): ParameterState {
  const { domain = WHOLE_LINE, grid = 'auto', tabulate = false } = options;
  const variable = sde.names[0];
  if (domain.kind === 'interval') return onInterval(variable, parameterLines(sde, { domain, tabulate }), grid);
  const circle = circleSde(sde, domain, tabulate);
  if (circle.kind === 'circle') return periodicState(circle.coefficients, { variable, domain, grid });
  const state = onInterval(variable, circle.lines, grid);
  // The turn starts at a point without noise, which is found again at its end.
  const end = circle.lines[circle.lines.length - 1].map.support[1];
  const again = (c: LineComponent): boolean => c.kind === 'point' && c.support[0] === end && c.name.includes('=');
  return { ...state, components: state.components.filter((component) => !again(component)) };
}

function onInterval(variable: string, lines: readonly ParameterLine[], grid: AxisSpec | 'auto'): ParameterState {
  const kept = lines.filter(({ stops }) => !stops.includes('absorbing'));
  const state = stationaryOnLines(kept, grid === 'auto' ? betweenEnds(kept) : grid);
  const lost = absorbedComponents(lines.filter((line) => !kept.includes(line)));
  const components = [...state.components, ...lost.components];
  const single = components.length === 1;
  return {
    variable,
    components: components.map((c) => ({ ...c, weight: single ? 1 : null })),
    density: state.density,
    generator: state.generator,
    logDensityAt: (theta) => logDensityOf(state, theta),
    warnings: [...state.warnings, ...lost.warnings, ...roughness(variable, lines)],
  };
}

/** Averages that are not smooth limit what is known of a density, whatever the solver does. */
function roughness(variable: string, lines: readonly ParameterLine[]): string[] {
  if (!lines.some(({ rough }) => rough)) return [];
  return [
    `Drift and noise have many kinks in ${variable} (a loss with a corner for every row or node of the data); they are smoothed on the scale of a table, and the density is right to about three digits.`,
  ];
}

/** An even axis for the one line between two reflecting ends; elsewhere the automatic axis of the law is better. */
function betweenEnds(lines: readonly ParameterLine[]): AxisSpec | 'auto' {
  if (lines.length !== 1 || !lines[0].stops.every((end) => end === 'reflecting')) return 'auto';
  const [from, to] = lines[0].map.support;
  return Number.isFinite(to - from) ? { kind: 'uniform', from, to, cells: CELLS_BETWEEN_ENDS } : 'auto';
}
