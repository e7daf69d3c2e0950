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

/** A number that is known no better than its scale allows, such as a mean beside its standard deviation: `digits` of the larger of the two. */
export function scaledText(value: number, scale: number, digits = 5): string {
  const size = Math.max(Math.abs(value), Math.abs(scale));
  if (!(size > 0 && size < Infinity)) return numberText(value, digits);
  const unit = 10 ** (Math.floor(Math.log10(size)) - digits + 1);
  return numberText(Math.round(value / unit) * unit, digits);
}

/** How many, with the noun: `1 cell`, `2000 cells`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number for a figure, of seven significant digits: more than a screen shows, and half the size of the page. */
export const short = (value: number): number => Number(value.toPrecision(7));
