import type { MomentsResult, ResultDocument } from './document.js';

/** Result of `regimes`. Temperatures are null where the model has none. */
export interface RegimesResult {
  /** T_c, above which the model collapses to v = 0. */
  readonly criticalTemperature: number | null;
  /** T_c/3, above which the density is infinite at v = 0. */
  readonly singularTemperature: number | null;
  /** T*, above which the density has no maximum away from 0; null also where that never happens. */
  readonly transitionalTemperature: number | null;
  /** Null where the five regimes do not apply. */
  readonly regime: 'I' | 'IIa' | 'IIb' | 'IIIa' | 'IIIb' | null;
  /** The most probable v; 0 where the density is infinite there or all probability has collapsed to it. */
  readonly mode: number;
  /** The maximum of the density away from 0, also of one that cannot be normalised; null where there is none. */
  readonly interiorMaximum: number | null;
  /** d ln p/d ln |v| at v → 0; null where p is no power there. */
  readonly originExponent: number | null;
  readonly moments: MomentsResult;
}

/** What `regimes` returns. */
export type RegimesDocument = ResultDocument<RegimesResult> & { readonly command: 'regimes' };
