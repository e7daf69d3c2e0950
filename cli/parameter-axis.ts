import type { AxisSpec } from '../src/grid/axis-spec.js';
import { parameterDomain } from '../src/io/parameter-domain.js';
import type { Problem } from '../src/io/problem-schema.js';
import { InputError } from '../src/num/input-error.js';

/**
 * The axis given for one of several parameters, or one over its domain where that is finite; null where the program has to choose.
 * Throws InputError for an absorbing end, and for an axis that leaves the domain or does not go once around it.
 */
export function parameterAxis({ grid, domain }: Problem, name: string, cells: number): AxisSpec | null {
  const given = grid === 'auto' ? undefined : (grid[name] as AxisSpec | undefined);
  const where = parameterDomain(name, domain?.[name]);
  if (where.kind === 'interval' && (where.lower === 'absorbing' || where.upper === 'absorbing')) {
    const cure =
      'With absorbing ends no density is steady; use reflecting ends, and ask passage for the time to reach one.';
    throw new InputError(
      `domain.${name}`,
      'reflecting or periodic ends over several parameters',
      'an absorbing end',
      cure,
    );
  }
  const { from, to } = where;
  const periodic = where.kind === 'periodic';
  if (given === undefined) return Number.isFinite(to - from) ? { kind: 'uniform', from, to, cells, periodic } : null;
  const within = !(given.from! < from || given.to! > to) && !(periodic && (given.from !== from || given.to !== to));
  if (within) return periodic ? { ...given, periodic } : given;
  const expectation = `an axis ${periodic ? 'once around' : 'inside'} [${from}, ${to}]`;
  throw new InputError(`grid.${name}`, expectation, `[${given.from}, ${given.to}]`, 'Match the domain.');
}
