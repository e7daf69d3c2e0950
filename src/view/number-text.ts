/**
 * A number for people: `digits` significant digits without trailing zeros, powers of ten outside 10⁻⁴ … 10⁶,
 * ∞ and -∞ as such, NaN as a dash. For machines write the number itself.
 */
export function numberText(value: number, digits = 6): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  return size === 0 || (size >= 1e-4 && size < 1e6) ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** How many, with the noun: `1 cell`, `2000 cells`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
