/** Takes rows of a matrix A in blocks and gives the lower triangular L with L·Lᵀ = Aᵀ·A, without ever forming Aᵀ·A. */
export interface TriangularFactor {
  /** `block` holds m columns of `rows` numbers, one column after the other, and is overwritten. */
  add(block: Float64Array, rows: number): void;
  /** L, row-major m×m, diagonal ≥ 0. */
  finish(): Float64Array;
}

/**
 * Householder QR of a tall matrix (Golub & Van Loan, §5.2) by blocks whose triangles are merged pairwise as in a binary counter
 * (Demmel, Grigori, Hoemmen & Langou 2012, TSQR): the rounding error grows with the logarithm of the number of blocks.
 */
export function triangularFactor(m: number): TriangularFactor {
  const pending: { level: number; R: Float64Array }[] = [];
  const merge = (): void => {
    const lower = pending.pop()!;
    const upper = pending.pop()!;
    const stacked = new Float64Array(2 * m * m);
    for (let j = 0; j < m; j++) {
      stacked.set(upper.R.subarray(j * m, (j + 1) * m), 2 * j * m);
      stacked.set(lower.R.subarray(j * m, (j + 1) * m), (2 * j + 1) * m);
    }
    pending.push({ level: Math.max(upper.level, lower.level) + 1, R: triangle(stacked, 2 * m, m) });
  };
  return {
    add(block, rows) {
      pending.push({ level: 0, R: triangle(block, rows, m) });
      while (pending.length > 1 && pending.at(-1)!.level >= pending.at(-2)!.level) merge();
    },
    finish() {
      while (pending.length > 1) merge();
      // R is stored by columns, and so reads as the rows of L = Rᵀ. The sign of a row of R is free.
      const L = pending[0]?.R.slice() ?? new Float64Array(m * m);
      for (let j = 0; j < m; j++) {
        if (L[j * m + j] < 0) for (let i = j; i < m; i++) L[i * m + j] = -L[i * m + j];
      }
      return L;
    },
  };
}

/**
 * R of the QR factorisation of A (m columns of `rows` numbers), by columns m×m; A is overwritten. Row j of R stands for column j:
 * where nothing is left of a column, its row is 0 and the next column goes on with the same rows of A.
 */
function triangle(A: Float64Array, rows: number, m: number): Float64Array {
  const R = new Float64Array(m * m);
  let p = 0;
  for (let j = 0; j < m && p < rows; j++) {
    const column = j * rows;
    const length = norm(A, column + p, column + rows);
    if (length === 0) continue;
    const head = A[column + p];
    const diagonal = head > 0 ? -length : length;
    // v = (head − diagonal, tail), divided by its first entry; reflection I − τ v vᵀ with τ = (diagonal − head)/diagonal.
    const tau = (diagonal - head) / diagonal;
    const inverse = 1 / (head - diagonal);
    for (let i = column + p + 1; i < column + rows; i++) A[i] *= inverse;
    R[j * m + j] = diagonal;
    for (let k = j + 1; k < m; k++) {
      reflect(A, column + p, k * rows + p, { length: rows - p, tau });
      R[k * m + j] = A[k * rows + p];
    }
    p++;
  }
  return R;
}

/** Applies I − τ v vᵀ to the column at `target`; v = (1, entries after `v`). */
function reflect(
  A: Float64Array,
  v: number,
  target: number,
  of: { readonly length: number; readonly tau: number },
): void {
  let dot = A[target];
  for (let i = 1; i < of.length; i++) dot += A[v + i] * A[target + i];
  dot *= of.tau;
  A[target] -= dot;
  for (let i = 1; i < of.length; i++) A[target + i] -= dot * A[v + i];
}

/** Euclidean norm; scaled where the squares would overflow or underflow. */
function norm(A: Float64Array, from: number, to: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) squares += A[i] * A[i];
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  let largest = 0;
  for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(A[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let scaled = 0;
  for (let i = from; i < to; i++) scaled += (A[i] / largest) ** 2;
  return largest * Math.sqrt(scaled);
}
