import type { RowRange } from './fall.js';
import type { Moments } from './moments.js';
import type { Strip } from './strip.js';
import type { Tail } from './tail.js';

/** All mass at one time. */
export interface SymmetricState {
  readonly strip: Strip;
  readonly cells: Moments;
  readonly tail: Tail;
  /** Rows of the strip that hold mass. */
  readonly range: RowRange;
  /** Weight of starts at a = b = 0, which stay there. */
  atZero: number;
  /** Mass absorbed at the level so far; 0 without one. */
  absorbed: number;
  time: number;
  /** Steps taken. */
  steps: number;
  /** Mass that has gone below the last row. */
  handed: number;
  /** Of it, what went at ξ < 0 while |v| was not yet small against the linear scale. */
  handedEarly: number;
}
