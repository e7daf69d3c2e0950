import type { SymmetricState } from './state.js';
import type { StartCloud } from './start.js';
import { inverseSinh } from './strip.js';
import { deposit, type Row } from './tail.js';

/** Puts each start on the strip, at its own ζ and shared between the two columns beside its v, or where it is exactly balanced. */
export function placeCloud(state: SymmetricState, { logA, logB, weight }: StartCloud, level: number | null): void {
  const { strip, range, tail: rows } = state;
  const right = (row: Row, x: number, m: number): void => {
    state.absorbed += level === 0 ? m : deposit(row, x, m);
  };
  for (let n = 0; n < weight.length; n++) {
    const m = weight[n];
    const [a, b] = [logA[n], logB[n]];
    if (m === 0) continue;
    if (a === -Infinity && b === -Infinity) state.atZero += m;
    else if (a === -Infinity) deposit(rows.minus, b, m);
    else if (b === -Infinity) right(rows.plus, a, m);
    else {
      const zeta = 0.5 * (a + b);
      const x = inverseSinh((2 * Math.exp(zeta) * Math.sinh(0.5 * (a - b))) / strip.core);
      const row = (strip.top - zeta) / strip.fall;
      if (row < strip.rows) {
        const j = Math.max(0, Math.floor(row));
        state.absorbed += placeOnRow(state, j, [x, Math.max(0, row - j), m]);
        range.first = Math.min(range.first, j);
        range.last = Math.max(range.last, j);
        continue;
      }
      // Only right signs start below the strip (layout.ts).
      state.handed += m;
      right(rows.plus, a, m);
      if (level === null) deposit(rows.sign, 0.5 * (a - b), m);
    }
  }
}

/** Mass at x across the columns and y down the row; returns what the absorbing level takes. */
function placeOnRow({ strip, cells }: SymmetricState, j: number, [x, y, m]: readonly [number, number, number]): number {
  const { columns, step, left, absorbs } = strip;
  const nodes = { spacing: step, size: columns, first: (left + 0.5) * step, absorber: absorbs ? step / 2 : null };
  const at = (moment: Float64Array): Pick<Row, 'nodes' | 'mass'> => ({
    nodes,
    mass: moment.subarray(j * columns, (j + 1) * columns),
  });
  deposit(at(cells.m1), x, m * y);
  deposit(at(cells.m2), x, m * y * y);
  return deposit(at(cells.m0), x, m);
}
