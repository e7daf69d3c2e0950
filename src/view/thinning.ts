/**
 * Indices of at most `limit` points that draw the same curve: the axis is cut into equal strips, and of each strip the first,
 * lowest, highest and last point are kept (M4: Jugel et al., PVLDB 7 (2014) 797), so that peaks and jumps survive.
 * `position` is the place along the axis as it is drawn (take logarithms for a logarithmic axis), ascending.
 * Points where either number is not finite are dropped.
 */
export function thin(position: ArrayLike<number>, value: ArrayLike<number>, limit = 4000): number[] {
  const finite = Array.from(position, (_, i) => i).filter(
    (i) => Number.isFinite(position[i]) && Number.isFinite(value[i]),
  );
  if (finite.length <= limit) return finite;
  const strips = Math.max(1, Math.floor(limit / 4));
  const start = position[finite[0]!]!;
  const scale = strips / (position[finite.at(-1)!]! - start || 1);
  const stripOf = (i: number): number => Math.min(strips - 1, Math.floor((position[i]! - start) * scale));
  const kept: number[] = [];
  for (let from = 0; from < finite.length;) {
    const strip = stripOf(finite[from]!);
    let to = from;
    let low = from;
    let high = from;
    for (; to < finite.length && stripOf(finite[to]!) === strip; to++) {
      if (value[finite[to]!]! < value[finite[low]!]!) low = to;
      if (value[finite[to]!]! > value[finite[high]!]!) high = to;
    }
    const corners = new Set([from, low, high, to - 1].sort((a, b) => a - b));
    kept.push(...[...corners].map((k) => finite[k]!));
    from = to;
  }
  return kept;
}
