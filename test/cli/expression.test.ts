import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProcess } from './in-process.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
const problem = (model: string, rest = ''): string =>
  `model: ${model}\ndata: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}\nsgd: {temperature: 0.1}\n${rest}`;
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const run = (text: string, ...args: string[]) => inProcess(folder, ['stationary', write('p.yaml', text), ...args]);
const line = '{parameters: [v], prediction: v*x}';
const plane = '{parameters: [u, w], prediction: u*w*x}';
const grid = 'grid: {u: {kind: uniform, from: -3, to: 3, cells: 30}, w: {kind: uniform, from: -3, to: 3, cells: 30}}\n';

describe('stationary for an expression', () => {
  it('gives the document of a family for the same model', async () => {
    const args = ['--json', '--at', '0.5,2'];
    const expression = JSON.parse((await run(problem(line), ...args)).out);
    const family = JSON.parse((await run(problem('{family: diagonal-linear, depth: 0}'), ...args)).out);
    const [own, other] = [expression.result.components[0], family.result.components[0]];
    expect(own.name).toBe(other.name);
    for (const key of ['mean', 'variance', 'mode', 'tailExponent']) expect(own[key]).toBeCloseTo(other[key], 9);
    expression.result.at.forEach((at: { v: number; logDensity: number }, i: number) => {
      expect(at.v).toBe(family.result.at[i].v);
      expect(at.logDensity).toBeCloseTo(family.result.at[i].logDensity, 11);
    });
    expect(expression.result.symmetries).toEqual([]);
    expect(expression.problem).toMatchObject({ coordinates: 'parameters', grid: 'auto' });
    expect(expression.result.closedForm).toBeUndefined();
  });

  it('names the points after the parameter and tells the current of a circle', async () => {
    const text = problem(
      '{parameters: [theta], loss: -cos(theta) - 0.5*theta + e*theta}',
      'domain: {theta: "periodic(0, 2*pi)"}\n',
    );
    const { result } = JSON.parse((await run(text, '--json', '--at', '1')).out);
    expect(result.at[0]).toMatchObject({ theta: 1, v: 1 });
    expect(result.components[0].current).toBeGreaterThan(0);
    expect((await run(text)).out).toMatch(/class-1: current [\d.e-]+ per unit of time, once around in/);
  });

  it('solves two parameters on a grid and says that they can be rescaled', async () => {
    const { code, out, err } = await run(problem(plane, grid), '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { result, warnings } = JSON.parse(out);
    const [component] = result.components;
    expect(component).toMatchObject({
      name: 'class-1',
      kind: 'density',
      weight: 1,
      support: { u: [-3, 3], w: [-3, 3] },
    });
    expect(component.mean.u).toBeCloseTo(0, 6);
    expect(Object.keys(component.quantiles.u)).toEqual(['0.05', '0.25', '0.5', '0.75', '0.95']);
    expect(result.density.axes.map((a: { name: string }) => a.name)).toEqual(['u', 'w']);
    expect(result.density.mass).toHaveLength(900);
    expect(result.density.mass.reduce((a: number, b: number) => a + b, 0)).toBeCloseTo(1, 10);
    // Learning u·w ≈ 1: the product is positive.
    const positive = result.density.mass.reduce((sum: number, m: number, i: number) => {
      const [u, w] = [result.density.axes[0].centres[Math.floor(i / 30)], result.density.axes[1].centres[i % 30]];
      return sum + (u * w > 0 ? m : 0);
    }, 0);
    expect(positive).toBeGreaterThan(0.95);
    expect(result.symmetries).toEqual([{ pair: ['u', 'w'], kind: 'symbolic', defect: 0 }]);
    expect(warnings.join()).toMatch(/noise was added/);
    expect((await run(problem(plane, grid))).out).toMatch(
      /30 × 30 cells[\s\S]*rescaling symmetry: ℓ\(λu, w\/λ\) = ℓ\(u, w\)/,
    );
  });

  it('writes every format for two parameters', async () => {
    for (const extension of ['csv', 'npz', 'h5', 'json', 'html']) {
      const { code, err } = await run(problem(plane, grid), '--out', `plane.${extension}`);
      expect(err).toMatch(`plane.${extension}`);
      expect(code).toBe(0);
    }
    expect(readFileSync(join(folder, 'plane.html')).toString()).toMatch(/"type":"heatmap"/);
  });

  it('chooses axes where none are given', async () => {
    const text = problem('{parameters: [a, b], loss: (a - 1)^2 + 2*(b + 1)^2 + e*a + x*b}');
    const { result, warnings } = JSON.parse((await run(text, '--json')).out);
    expect(warnings).toEqual([]);
    // Ornstein–Uhlenbeck with D = T/2: variances T/(2·2), T/(2·4).
    expect(result.components[0].mean.a).toBeCloseTo(1, 3);
    expect(result.components[0].variance.a).toBeCloseTo(0.025, 3);
    expect(result.components[0].variance.b).toBeCloseTo(0.0125, 3);
  });

  it('reads a hundred thousand rows without a word on a pipe', async () => {
    const rows = Array.from({ length: 1e5 }, (_, i) => `${Math.sin(i)},${Math.sin(i) + Math.cos(7 * i)}`);
    write('rows.csv', `x,y\n${rows.join('\n')}\n`);
    const { code, out, err } = await run(
      'model: {parameters: [v], prediction: v*x}\ndata: {csv: rows.csv}\nsgd: {temperature: 0.1}\n',
      '--json',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out).result.averages).toEqual({ kind: 'moments', monomials: 2 });
  });
});

describe('wrong expressions and domains', () => {
  const loss = (text: string): string => problem(`{parameters: [v], loss: "${text}"}`);
  /** Text, what standard error matches, and whether a caret stands under the place. */
  const cases: [string, string, RegExp, boolean][] = [
    ['import', loss("import('fs')"), /^p\.yaml:1:\d+ model\.loss/, true],
    ['constructor', loss('v.constructor'), /^p\.yaml:1:\d+ model\.loss/, true],
    ['prototype', loss('__proto__*v'), /^p\.yaml:1:\d+ model\.loss/, true],
    ['nesting', loss(`${'('.repeat(1e5)}v${')'.repeat(1e5)}`), /^p\.yaml:1:\d+ model\.loss/, true],
    ['division by zero', loss('v + 1/0'), /^p\.yaml:1:\d+ model\.loss/, true],
    ['unknown function', loss('foo(v)'), /^p\.yaml:1:\d+ model\.loss/, true],
    ['assignment', loss('v = 1'), /^p\.yaml:1:\d+ model\.loss/, true],
    [
      'unknown column',
      loss('(v*q - y)^2'),
      /^p\.yaml:1:\d+ model\.loss: a parameter or a column of the data, got "q"/,
      true,
    ],
    [
      'four parameters',
      problem('{parameters: [u, w, b, c], prediction: u*w*x + b + c*x^2}'),
      /^p\.yaml:1:\d+ model\.parameters: one to three .*, got 4\. Use particles/,
      false,
    ],
    [
      'axis of another name',
      problem(line, 'grid: {w: {kind: uniform, from: 0, to: 1, cells: 9}}\n'),
      /^p\.yaml:4:\d+ grid\.w: one axis, v, got axis w/,
      false,
    ],
    ['domain of another name', problem(line, 'domain: {w: "reflecting(0, 1)"}\n'), /^p\.yaml:4:\d+ domain\.w/, false],
    [
      'domain without sense',
      problem(line, 'domain: {v: "torus(0, 1)"}\n'),
      /^p\.yaml:4:\d+ domain\.v: periodic/,
      false,
    ],
    [
      'domain of a family',
      problem('{family: diagonal-linear}', 'domain: {v: "reflecting(0, 1)"}\n'),
      /^p\.yaml:4:\d+ domain: none for a model family/,
      false,
    ],
    [
      'one end over two',
      problem(plane, 'domain: {u: {from: 0, lower: absorbing}}\n'),
      /^p\.yaml:\d+:\d+ grid\.u: an axis where the domain has one end, got none/,
      false,
    ],
    [
      'symmetry coordinates',
      problem(plane, 'coordinates: symmetry\n'),
      /^p\.yaml:4:\d+ coordinates: parameters/,
      false,
    ],
    [
      'averages that do not settle',
      problem('{parameters: [v], loss: "relu(v*x + e*z - w)"}').replace(
        'y: x + e',
        'z: "normal(0, 1)", w: "normal(1, 1)"',
      ),
      /^p\.yaml:1:\d+ model: a loss whose averages over the data settle, got changes of .* at \d+ nodes\. .*softplus/,
      false,
    ],
    [
      'mass without an edge',
      problem('{parameters: [a, b], loss: 0*a^2 + e*a + x*b}'),
      /^p\.yaml:1:\d+ grid: axes, as the mass is not within ±32/,
      false,
    ],
  ];
  for (const [name, text, message, caret] of cases) {
    it(name, async () => {
      const { code, out, err } = await run(text);
      expect(err).toMatch(message);
      if (caret) expect(err).toMatch(/\n\s*\^/);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).not.toMatch(/\n\s+at /);
    });
  }
  it('points at two parameters', async () => {
    expect((await run(problem(plane, grid), '--at', '1')).err).toMatch(
      /^--at: a model of one parameter, got two parameters/,
    );
  });
  it('moments of an expression', async () => {
    expect((await inProcess(folder, ['moments', write('p.yaml', problem(line))])).err).toMatch(
      /^p\.yaml:1:\d+ model: /,
    );
  });
});
