import type { ResultDocument } from './document.js';

/** Result of `figures`. */
export interface FiguresResult {
  readonly figures: readonly {
    readonly name: string;
    /** Path of the page. */
    readonly file: string;
    /** Path of the picture; absent where there is no Chromium. */
    readonly picture?: string;
    /** Figure and equations of [NB]. */
    readonly reference: string;
  }[];
  /** Path of the page that leads to all of them. */
  readonly gallery: string;
}

/** What `figures` returns; it has no problem. */
export type FiguresDocument = ResultDocument<FiguresResult> & { readonly command: 'figures' };
