/**
 * Grassmann–Taksar–Heyman elimination of the first states of one dense front, blocked, without a subtraction.
 *
 * A front of n states is an n × width array F, row-major with row length `stride`: F[i, j] is the rate from state i to state
 * j, and columns n … width − 1 hold rates out of the chain. Eliminating state k, with S_k = Σ_{j>k} F[k, j] its total rate to
 * what is left, sends its traffic on: F[i, j] += F[i, k] P[k, j], P[k, j] = F[k, j]/S_k (Grassmann, Taksar & Heyman 1985,
 * Oper. Res. 33, 1107). So (S − F_lower)(I − P_upper) is the factorisation of the M-matrix whose off-diagonal part is −F.
 * The diagonal of F is never read: what is added there is traffic from a state to itself.
 *
 * Afterwards the leading states hold F below the diagonal, S on it and BIAS·P above it. All rates come in as multiples of
 * BIAS, with the largest of the chain near BIAS itself. Rates of 1e-270 … 1e+9 units of that can be multiplied in pairs
 * without underflow, which spans over 650 nats; a front that leaves this range is refused and belongs to `scaled-front.ts`.
 */
export interface FrontShape {
  /** Where the front begins in the arena, in doubles. */
  readonly at: number;
  readonly states: number;
  readonly width: number;
  /** At least width + 3: tiles of four columns may run over. There is room for `states` + 3 rows. */
  readonly stride: number;
  readonly pivots: number;
  /** Whether the last state eliminated is the last of all, with nowhere to go (S = 0). */
  readonly final: boolean;
}

/** 2⁹⁰⁰, by which rates and probabilities are scaled up. */
export const BIAS = 2 ** 900;

/** Rates and probabilities below 2⁻⁹⁶⁰ (2⁻⁶⁰ after scaling up) would multiply to subnormal numbers. */
export const SMALLEST = 2 ** -60;

/** Columns eliminated together. */
export const PANEL = 32;

/** Doubles of work space that `eliminateFront` needs for a front of this width. */
export function workSpace(width: number): number {
  return 2 * PANEL * (width + 8) + PANEL * PANEL + 2 * PANEL;
}

/**
 * Eliminates the first `pivots` states in place; returns false where a rate or probability is too small for plain doubles
 * (the front is then spoilt and must be assembled anew). `work` is where the work space begins.
 */
export function eliminateFront(F: Float64Array, shape: FrontShape, work: number): boolean {
  const { pivots, states } = shape;
  for (let first = 0; first < pivots; first += PANEL) {
    const last = Math.min(first + PANEL, pivots);
    if (!eliminateBlock(F, shape, first, last)) return false;
    const strips = work + PANEL * (states + 4);
    if (!solveColumns(F, shape, { first, last, at: strips })) return false;
    if (!solveRows(F, shape, { first, last, at: work })) return false;
    updateRest(F, shape, { first, last, rows: work, columns: strips });
  }
  return true;
}

/** The diagonal block of one panel; each state's rates beyond the block enter through their sum. */
function eliminateBlock(
  F: Float64Array,
  { at, states, width, stride, final }: FrontShape,
  first: number,
  last: number,
): boolean {
  const beyond = new Float64Array(last - first);
  for (let k = first; k < last; k++) {
    let sum = 0;
    for (let j = last; j < width; j++) sum += F[at + k * stride + j];
    beyond[k - first] = sum;
  }
  for (let k = first; k < last; k++) {
    const row = at + k * stride;
    let S = beyond[k - first];
    for (let j = k + 1; j < last; j++) S += F[row + j];
    if (final && k === states - 1) {
      F[row + k] = 0;
      return true;
    }
    if (!(S >= SMALLEST)) return false;
    F[row + k] = S;
    const inverse = BIAS / S;
    for (let j = k + 1; j < last; j++) {
      F[row + j] *= inverse;
      if (F[row + j] < SMALLEST && F[row + j] !== 0) return false;
    }
    const rest = beyond[k - first] * inverse;
    for (let i = k + 1; i < last; i++) {
      const target = at + i * stride;
      if (F[target + k] < SMALLEST && F[target + k] !== 0) return false;
      const rate = F[target + k] / BIAS;
      if (rate === 0) continue;
      for (let j = k + 1; j < last; j++) F[target + j] += rate * F[row + j];
      beyond[i - first] += rate * rest;
    }
  }
  return true;
}

interface Panel {
  readonly first: number;
  readonly last: number;
  /** Where the packed strips go. */
  readonly at: number;
}

/** P[k, j] of the panel's states to all later columns, also packed four columns at a time for `updateRest`. */
function solveColumns(F: Float64Array, { at, width, stride }: FrontShape, panel: Panel): boolean {
  const { first, last } = panel;
  let out = panel.at;
  for (let j = last; j < width; j += 4) {
    for (let k = first; k < last; k++, out += 4) {
      const row = at + k * stride;
      let [b0, b1, b2, b3] = [F[row + j], F[row + j + 1], F[row + j + 2], F[row + j + 3]];
      let before = out - 4 * (k - first);
      for (let i = first; i < k; i++, before += 4) {
        const rate = F[row + i] / BIAS;
        b0 += rate * F[before];
        b1 += rate * F[before + 1];
        b2 += rate * F[before + 2];
        b3 += rate * F[before + 3];
      }
      const inverse = BIAS / F[row + k];
      F[out] = b0 * inverse;
      F[out + 1] = b1 * inverse;
      F[out + 2] = b2 * inverse;
      F[out + 3] = b3 * inverse;
      for (let c = 0; c < 4; c++) {
        const value = F[out + c];
        if (value < SMALLEST && value !== 0) return false;
        F[row + j + c] = value;
      }
    }
  }
  return true;
}

/** F[i, k] of all later states to the panel's, also packed four rows at a time, scaled down, for `updateRest`. */
function solveRows(F: Float64Array, { at, states, stride }: FrontShape, panel: Panel): boolean {
  const { first, last } = panel;
  let out = panel.at;
  for (let i = last; i < states; i += 4) {
    const strip = out;
    for (let k = first; k < last; k++, out += 4) {
      let entry = at + i * stride + k;
      for (let r = 0; r < 4; r++, entry += stride) {
        let value = F[entry];
        for (let j = first; j < k; j++) value += F[strip + 4 * (j - first) + r] * F[at + j * stride + k];
        if (value < SMALLEST && value !== 0) return false;
        F[entry] = value;
        F[out + r] = value / BIAS;
      }
    }
  }
  return true;
}

/** F[i, j] += Σ_k F[i, k] P[k, j] over the panel, in tiles of 4 × 4. */
function updateRest(
  F: Float64Array,
  { at, states, width, stride }: FrontShape,
  panel: { first: number; last: number; rows: number; columns: number },
): void {
  const { last } = panel;
  const depth = last - panel.first;
  for (let i = last; i < states; i += 4) {
    const strip = panel.rows + (i - last) * depth;
    for (let j = last; j < width; j += 4) {
      const c = at + i * stride + j;
      const b = panel.columns + (j - last) * depth;
      tile(F, strip, b, { depth, c, stride });
    }
  }
}

function tile(F: Float64Array, a: number, b: number, to: { depth: number; c: number; stride: number }): void {
  // Two halves of two rows each: sixteen running sums would not stay in registers.
  for (let half = 0; half < 2; half++, a += 2) {
    let [c00, c01, c02, c03, c10, c11, c12, c13] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = 0; k < 4 * to.depth; k += 4) {
      const a0 = F[a + k];
      const a1 = F[a + k + 1];
      const b0 = F[b + k];
      const b1 = F[b + k + 1];
      const b2 = F[b + k + 2];
      const b3 = F[b + k + 3];
      c00 += a0 * b0;
      c01 += a0 * b1;
      c02 += a0 * b2;
      c03 += a0 * b3;
      c10 += a1 * b0;
      c11 += a1 * b1;
      c12 += a1 * b2;
      c13 += a1 * b3;
    }
    const r0 = to.c + 2 * half * to.stride;
    const r1 = r0 + to.stride;
    F[r0] += c00;
    F[r0 + 1] += c01;
    F[r0 + 2] += c02;
    F[r0 + 3] += c03;
    F[r1] += c10;
    F[r1 + 1] += c11;
    F[r1 + 2] += c12;
    F[r1 + 3] += c13;
  }
}
