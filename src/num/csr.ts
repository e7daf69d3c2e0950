/** Compressed sparse rows: the entries of row i are `value[k]`, in columns `column[k]`, for rowStart[i] ≤ k < rowStart[i+1]. */
export interface Csr {
  readonly rows: number;
  readonly columns: number;
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}
