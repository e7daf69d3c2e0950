/** What becomes of a path at a finite end of a parameter's domain. */
export type DomainEnd = 'natural' | 'reflecting' | 'absorbing';

/** Where a parameter lives: an interval, possibly infinite (an infinite end is natural), or a circle. */
export type ParameterDomain =
  | {
      readonly kind: 'interval';
      readonly from: number;
      readonly to: number;
      readonly lower: DomainEnd;
      readonly upper: DomainEnd;
    }
  | { readonly kind: 'periodic'; readonly from: number; readonly to: number };

/** The domain of a parameter of which nothing is said. */
export const WHOLE_LINE: ParameterDomain = {
  kind: 'interval',
  from: -Infinity,
  to: Infinity,
  lower: 'natural',
  upper: 'natural',
};
