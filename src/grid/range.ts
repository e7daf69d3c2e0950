import { InputError } from '../num/input-error.js';
import type { AxisSpec } from './axis-spec.js';

/** The finite range [from, to] of an axis; throws InputError where one is missing, not finite, or not increasing. */
export function finiteRange(spec: AxisSpec, path: string): [number, number] {
  const { from, to } = spec;
  for (const [key, value] of Object.entries({ from, to })) {
    if (!Number.isFinite(value)) {
      throw new InputError(
        `${path}.${key}`,
        'a finite number',
        String(value),
        `Say where the ${spec.kind} axis ${key === 'from' ? 'starts' : 'ends'}.`,
      );
    }
  }
  if (!((from as number) < (to as number))) {
    throw new InputError(path, 'from < to', `[${from}, ${to}]`, 'Swap or widen the ends.');
  }
  return [from as number, to as number];
}

/** A positive length such as a scale, or its default. */
export function positive(value: number | undefined, fallback: number, path: string): number {
  if (value === undefined) return fallback;
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InputError(path, 'a positive number', String(value), 'It is a distance along the axis.');
  }
  return value;
}
