import { axis } from '../src/grid/axis.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import { parameterDomain } from '../src/io/parameter-domain.js';
import type { Problem } from '../src/io/problem-schema.js';
import type { ParameterDomain } from '../src/sde/domain.js';
import { InputError } from '../src/num/input-error.js';

/**
 * The axis given for a parameter, or one over its domain where that is finite; null where the program has to choose.
 * Throws InputError for an axis that leaves the domain, does not go once around it, or stops short of an absorbing end, and for a domain
 * with one finite end of which no axis is given.
 */
export function parameterAxis(problem: Problem, name: string, cells: number): AxisSpec | null {
  const spec = openAxis(problem, name, cells);
  if (spec === null || spec.kind !== 'uniform' || (spec.from !== undefined && spec.to !== undefined)) return spec;
  const cure = `Add grid: {${name}: {kind: uniform, from: …, to: …, cells: ${cells}}}.`;
  throw new InputError(`grid.${name}`, 'an axis where the domain has one end', 'none', cure);
}

/** The same, but of a domain with one finite end an axis from there, without `to` or `from`: the program chooses how far it goes. */
export function openAxis({ grid, domain }: Problem, name: string, cells: number): AxisSpec | null {
  const given = grid === 'auto' ? undefined : (grid[name] as AxisSpec | undefined);
  const where = parameterDomain(name, domain?.[name]);
  const { from, to } = where;
  const periodic = where.kind === 'periodic';
  if (given === undefined) {
    if (Number.isFinite(to - from)) return withEnds({ kind: 'uniform', from, to, cells }, name, where);
    if (from === -Infinity && to === Infinity) return null;
    const lower = Number.isFinite(from);
    const absorbing = [
      where.kind === 'interval' && where.lower === 'absorbing',
      where.kind === 'interval' && where.upper === 'absorbing',
    ] as const;
    return {
      kind: 'uniform',
      cells,
      ...(lower ? { from } : { to }),
      walls: [lower, !lower],
      ...(absorbing.includes(true) && { absorbing }),
    };
  }
  const within = !(given.from! < from || given.to! > to) && !(periodic && (given.from !== from || given.to !== to));
  if (within) return withEnds(given, name, where);
  const expectation = `an axis ${periodic ? 'once around' : 'inside'} [${from}, ${to}]`;
  throw new InputError(`grid.${name}`, expectation, `[${given.from}, ${given.to}]`, 'Match the domain.');
}

/** An axis with what the ends of its domain do. It must come as far as one that absorbs: where it stops before, its own end reflects. */
function withEnds(spec: AxisSpec, name: string, where: ParameterDomain): AxisSpec {
  if (where.kind === 'periodic') return { ...spec, periodic: true };
  const { edges, cells } = axis(name, spec);
  const near = 1e-9 * (edges[cells] - edges[0]);
  const walls = [edges[0] - where.from <= near, where.to - edges[cells] <= near] as const;
  const absorbing = [where.lower === 'absorbing', where.upper === 'absorbing'] as const;
  const short = absorbing.findIndex((absorbs, e) => absorbs && !walls[e]);
  if (short >= 0) {
    const [end, edge] = short === 0 ? [where.from, edges[0]] : [where.to, edges[cells]];
    const expectation = `an axis that ends where the domain absorbs, at ${end}`;
    throw new InputError(`grid.${name}`, expectation, `one that ends at ${edge}`, 'Match the domain.');
  }
  return { ...spec, ...(walls.includes(true) && { walls }), ...(absorbing.includes(true) && { absorbing }) };
}
