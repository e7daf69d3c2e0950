import { fallSpeed, type SymmetricModel } from './model.js';
import type { Moments } from './moments.js';
import { zetaAt, type Strip } from './strip.js';

/** The rows between which all mass lies. */
export interface RowRange {
  first: number;
  last: number;
}

/** What falls: the masses, and the rows between which all of them lie. */
export interface Falling {
  readonly cells: Moments;
  readonly range: RowRange;
}

/** Receives what fell below the last row: the column, the mean ζ and the mass. */
export type HandOver = (column: number, zeta: number, mass: number) => void;

/** Lets all mass fall for `time`, in place: every column moves as a whole, ζ′ = −4(T g(v) + γ) but no faster than `limit`. */
export type Fall = (time: number, limit: number) => void;

/**
 * Fall along the columns of a strip. Mass only ever moves down, is never negative and is kept.
 *
 * A cell's mass stands for a box with its mean and variance or, where that box would reach out of the cell, for two points with
 * that mean and variance inside it. A box that has come to lie across row edges is cut there, and each cell collects mass, first and
 * second moment of what came to lie in it. So a point mass stays one, and nothing is smeared by being moved often, as an upwind
 * flux would do (after Egan & Mahoney, J. Appl. Meteorol. 11, 1972; docs/derivations/learning-time.md).
 */
export function faller(m: SymmetricModel, s: Strip, state: Falling, handOver: HandOver): Fall {
  const { cells, range } = state;
  const { m0, m1, m2 } = cells;
  const { columns } = s;
  const speed = s.v.map((v) => fallSpeed(m, v) / s.fall);
  const collect = collector(s, cells, range, handOver);
  return (time, limit) => {
    const most = limit / s.fall;
    for (let j = range.last; j >= range.first; j--) {
      for (let i = 0; i < columns; i++) {
        const c = j * columns + i;
        const mass = m0[c];
        if (mass === 0) continue;
        const mean = Math.min(1, Math.max(0, m1[c] / mass));
        const room = Math.min(mean, 1 - mean);
        const variance = Math.min(mean * (1 - mean), Math.max(0, m2[c] / mass - mean * mean));
        m0[c] = m1[c] = m2[c] = 0;
        const base = j + Math.min(speed[i], most) * time;
        const half = Math.sqrt(3 * variance);
        if (half <= room) collect(i, base + mean - half, base + mean + half, mass);
        else {
          // Two points: one on the nearer edge, the other where mean and variance ask for it.
          const far = room + variance / room;
          const atEdge = room === 0 ? mass : mass * (variance / (variance + room * room));
          const [edge, other] = mean <= 0.5 ? [0, far] : [1, 1 - far];
          collect(i, base + edge, base + edge, atEdge);
          if (room > 0) collect(i, base + other, base + other, mass - atEdge);
        }
      }
    }
    while (range.first < range.last && isEmpty(m0, range.first * columns, columns)) range.first++;
  };
}

function isEmpty(m0: Float64Array, from: number, count: number): boolean {
  for (let c = from; c < from + count; c++) if (m0[c] > 0) return false;
  return true;
}

/** Adds a box from row coordinate `from` to `to` of a column, cut at the edges of rows. */
function collector(s: Strip, { m0, m1, m2 }: Moments, range: RowRange, handOver: HandOver) {
  const { rows, columns } = s;
  return (i: number, from: number, to: number, mass: number): void => {
    let j = Math.floor(from);
    let start = from;
    let rest = mass;
    while (rest > 0) {
      if (j >= rows) {
        handOver(i, zetaAt(s, 0.5 * (start + to)), rest);
        return;
      }
      const end = Math.min(to, j + 1);
      const piece = to > j + 1 ? Math.min(rest, (mass * (end - start)) / (to - from)) : rest;
      const c = j * columns + i;
      const centre = 0.5 * (start + end) - j;
      const length = end - start;
      m0[c] += piece;
      m1[c] += piece * centre;
      m2[c] += piece * (centre * centre + (length * length) / 12);
      if (j > range.last) range.last = j;
      rest -= piece;
      start = end;
      j++;
    }
  };
}
