import { compile } from '../expression/compile.js';
import { namesOf } from '../expression/node.js';
import type { Node } from '../expression/node.js';
import { children, withChildren } from '../expression/node.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf, parseExpression } from '../expression/parse.js';
import { multipliedOut } from '../expression/normal-form.js';
import { simplify } from '../expression/simplify.js';
import { InputError } from '../num/input-error.js';

/** Other coordinates x = X(θ) as text. There may be fewer of them than of θ where the SDE closes on them. */
export interface CoordinateMapText {
  /** X_A(θ) by the new name, in the order of the new coordinates. */
  readonly coordinates: Readonly<Record<string, string>>;
  /** A point θ with X(θ) = x, by the old name, in terms of the new names. */
  readonly section: Readonly<Record<string, string>>;
}

/** A parsed map; `section` in the order of the old names. */
export interface CoordinateMap {
  readonly names: readonly string[];
  readonly old: readonly string[];
  readonly coordinates: readonly Expression[];
  readonly section: readonly Expression[];
}

/**
 * Reads a map and checks X(section(x)) = x at points with positive entries. Throws InputError at `coordinates.NAME` or `section.NAME`: bad expressions,
 * unknown names, a section that is missing or does not lead back to x.
 */
export function coordinateMap(text: CoordinateMapText, old: readonly string[]): CoordinateMap {
  const names = Object.keys(text.coordinates);
  const coordinates = names.map((name) => readIn(text.coordinates[name]!, `coordinates.${name}`, old));
  const section = old.map((name) => {
    const path = `section.${name}`;
    const source = text.section[name];
    if (source === undefined) throw new InputError(path, `${name} in terms of the coordinates`, 'nothing', 'Give it.');
    return readIn(source, path, names);
  });
  const map = { names, old, coordinates, section };
  checkSection(map);
  return map;
}

/** The expression with θ put in from the section, multiplied out. */
export function onSection(e: Expression, map: CoordinateMap): Expression {
  const visit = (node: Node): Node => {
    if (node.kind === 'name') return map.section[map.old.indexOf(node.name)]!.node;
    return withChildren(node, children(node).map(visit));
  };
  return multipliedOut(expressionOf(simplify(visit(e.node))));
}

/** An expression in the given names only. */
export function readIn(source: string, path: string, names: readonly string[]): Expression {
  const e = parseExpression(source, path);
  const unknown = [...namesOf(e.node)].find((name) => !names.includes(name));
  if (unknown === undefined) return e;
  throw new InputError(path, `an expression in ${names.join(', ')}`, JSON.stringify(unknown), 'Use these names.');
}

function checkSection({ names, old, coordinates, section }: CoordinateMap): void {
  const [inward, outward] = [compile(section, names), compile(coordinates, old)];
  const [theta, back] = [new Float64Array(old.length), new Float64Array(names.length)];
  for (let k = 1; k <= 20; k++) {
    // Positive points, since radii, roots and logarithms need that.
    const x = names.map((_, i) => 0.75 + 0.5 * Math.sin(k * (12.9898 + 7.233 * i)));
    inward(x, theta);
    outward(theta, back);
    names.forEach((name, i) => {
      if (!(Math.abs(back[i]! - x[i]!) > 1e-8)) return;
      const got = `${back[i]!.toPrecision(6)} from ${x[i]!.toPrecision(6)}`;
      throw new InputError(
        `section.${name}`,
        'a section that the coordinates lead back from',
        got,
        'Mend one of them.',
      );
    });
  }
}
