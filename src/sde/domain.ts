/** What becomes of a path at a finite end of a parameter's domain. */
export type DomainEnd = 'natural' | 'reflecting' | 'absorbing';

/** Where a parameter lives: an interval, possibly infinite (an infinite end is natural), or a circle. */
export type ParameterDomain = IntervalDomain | CircleDomain;

/** An interval; infinite ends are natural. */
export interface IntervalDomain {
  readonly kind: 'interval';
  readonly from: number;
  readonly to: number;
  readonly lower: DomainEnd;
  readonly upper: DomainEnd;
}

/** A circle: `to` is `from` again. */
export interface CircleDomain {
  readonly kind: 'periodic';
  readonly from: number;
  readonly to: number;
}

/** The domain of a parameter of which nothing is said. */
export const WHOLE_LINE: IntervalDomain = {
  kind: 'interval',
  from: -Infinity,
  to: Infinity,
  lower: 'natural',
  upper: 'natural',
};
