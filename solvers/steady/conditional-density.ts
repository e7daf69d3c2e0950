import { InputError } from '../../src/num/input-error.js';
import type { TensorTable } from './tensor-figures.js';

/**
 * The density of the other coordinates given the values of some, `conditionalDensity(table, { u: 0.5 })`: log densities are taken
 * linearly between the nodes beside each value, then normalised. Between the last node and the end of the axis the last node stands.
 * Throws InputError for a name that is no axis, a value off its axis, all axes given, or a place without any mass.
 */
export function conditionalDensity(table: TensorTable, given: Readonly<Record<string, number>>): TensorTable {
  const stray = Object.keys(given).find((name) => !table.axes.some((axis) => axis.name === name));
  if (stray !== undefined) {
    const names = table.axes.map(({ name }) => name).join(', ');
    throw new InputError('given', `values for some of ${names}`, stray, 'Name coordinates of the density.');
  }
  if (Object.keys(given).length >= table.axes.length)
    throw new InputError('given', 'at least one coordinate left free', 'a value for each', 'Read the density table.');
  const rest = Object.entries(given).reduce((left, [name, value]) => sliced(left, name, value), table);
  const total = rest.mass.reduce((sum, m) => sum + m, 0);
  if (!(total > 0)) {
    const got = Object.entries(given).map(([name, value]) => `${name} = ${value}`);
    throw new InputError('given', 'a place where there is mass', got.join(', '), 'Stay within the support.');
  }
  const shift = Math.log(total);
  return { axes: rest.axes, mass: rest.mass.map((m) => m / total), logDensity: rest.logDensity.map((p) => p - shift) };
}

/** The unnormalised table at one value along one axis. */
function sliced({ axes, logDensity }: TensorTable, name: string, value: number): TensorTable {
  const k = axes.findIndex((axis) => axis.name === name);
  const { centres, widths } = axes[k];
  const last = centres.length - 1;
  const [from, to] = [centres[0] - widths[0], centres[last] + widths[last]];
  if (!(value >= from && value <= to))
    throw new InputError(`given.${name}`, `a value within [${from}, ${to}]`, String(value), 'Widen the axis.');
  let i = 0;
  while (i < last - 1 && centres[i + 1] < value) i++;
  const t = Math.min(1, Math.max(0, (value - centres[i]) / (centres[i + 1] - centres[i])));
  const stride = axes.slice(k + 1).reduce((product, axis) => product * axis.centres.length, 1);
  const others = axes.filter((_, l) => l !== k);
  const size = others.reduce((product, axis) => product * axis.centres.length, 1);
  const mixed = new Float64Array(size);
  const mass = new Float64Array(size);
  for (let cell = 0; cell < size; cell++) {
    const at = (Math.floor(cell / stride) * centres.length + i) * stride + (cell % stride);
    // 0·∞ would be NaN at a node without mass.
    mixed[cell] =
      t === 0
        ? logDensity[at]
        : t === 1
          ? logDensity[at + stride]
          : (1 - t) * logDensity[at] + t * logDensity[at + stride];
    mass[cell] = Math.exp(mixed[cell] + logVolume(others, cell));
  }
  return { axes: others, mass, logDensity: mixed };
}

function logVolume(axes: TensorTable['axes'], cell: number): number {
  let [rest, sum] = [cell, 0];
  for (let k = axes.length - 1; k >= 0; k--) {
    sum += Math.log(axes[k].widths[rest % axes[k].widths.length]);
    rest = Math.floor(rest / axes[k].widths.length);
  }
  return sum;
}
