import type { LineComponent, LineSteadyState } from './stationary.js';

/** A component of a one-parameter steady state. */
export interface ParameterComponent extends LineComponent {
  /** Probability that passes any place upwards per unit of time; on a circle only. */
  readonly current?: number;
}

/** The steady states of a one-parameter SDE. */
export interface ParameterState extends Pick<LineSteadyState, 'density' | 'generator' | 'warnings'> {
  readonly variable: string;
  readonly components: readonly ParameterComponent[];
  /** ln p of the component that holds θ; −∞ where no density does. */
  logDensityAt(theta: number): number;
}
