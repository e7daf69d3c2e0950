import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['src', 'solvers', 'validation', 'cli', 'bench'];
/** Generated modules are no prose and have no size. */
const GENERATED = /^solvers\/wasm\//;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  /** Paths of this project's files that it imports, at run time or for types. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

const sources: Source[] = FOLDERS.flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => `${folder}/${f}`),
)
  .filter((path) => path.endsWith('.ts') && !GENERATED.test(path))
  .map((path) => {
    const text = readFileSync(resolve(root, path), 'utf8');
    const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    const specifiers = importsOf(tree);
    const imports = specifiers
      .filter((s) => s.startsWith('.'))
      .map((s) => relative(root, resolve(root, dirname(path), s)).replace(/\.js$/, '.ts'));
    return { path, text, tree, imports, packages: specifiers.filter((s) => !s.startsWith('.')) };
  });

/** Every module specifier of static and dynamic imports and re-exports. */
function importsOf(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (ts.isStringLiteral(argument)) found.push(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A file may import from its own layer and from those to the left. */
const LAYERS = [
  'src/num',
  'src/expression',
  'src/data',
  'src/model',
  'src/sde',
  'src/grid',
  'src/fv',
  'src/io',
  'src/view',
  'solvers',
  'validation',
  'cli',
];
const layerOf = (path: string): number => LAYERS.findIndex((layer) => path.startsWith(`${layer}/`));
const isDoor = (path: string): boolean => /^(src|solvers|validation)\/index\.ts$/.test(path);

describe('imports', () => {
  it('point one way', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !isDoor(path) && layerOf(path) >= 0 && layerOf(target) > layerOf(path))
        .map((target) => `${path} → ${target}`),
    );
    expect(wrong).toEqual([]);
    // Grids know nothing of data, models or equations.
    const grid = sources.filter(({ path }) => path.startsWith('src/grid/')).flatMap(({ imports }) => imports);
    expect(grid.filter((target) => !/^src\/(grid|num)\//.test(target))).toEqual([]);
  });

  it('have no cycle, types included', () => {
    const edges = new Map(sources.map(({ path, imports }) => [path, imports]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
      state.set(path, 'done');
    };
    for (const { path } of sources) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('of src, solvers and validation need neither Node nor a browser', () => {
    const portable = sources.filter(({ path }) => /^(src|solvers|validation)\//.test(path));
    expect(
      portable.filter(({ packages }) => packages.some((p) => p.startsWith('node:'))).map(({ path }) => path),
    ).toEqual([]);
    const clock = portable.filter(
      ({ path, text }) =>
        path.startsWith('src/') && /\b(Date\.now|performance\.now|process\.(argv|env|std))/.test(text),
    );
    expect(clock.map(({ path }) => path)).toEqual([]);
  });

  it('reach packages that package.json lists', () => {
    const { dependencies, imports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >;
    const known = [...Object.keys(dependencies), ...Object.keys(imports)];
    const foreign = sources
      .filter(({ path }) => !path.startsWith('bench/'))
      .flatMap(({ path, packages }) => packages.filter((p) => !p.startsWith('node:')).map((p) => ({ path, p })))
      .filter(({ p }) => !known.some((name) => p === name || p.startsWith(`${name}/`)));
    expect(foreign).toEqual([]);
  });
});

describe('sizes', () => {
  const lines = (text: string): number => text.split('\n').length - 1;

  it('keep files within 350 lines and their median within 120', () => {
    expect(sources.filter(({ text }) => lines(text) > 350).map(({ path, text }) => `${path}: ${lines(text)}`)).toEqual(
      [],
    );
    const sorted = sources.map(({ text }) => lines(text)).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120);
  });

  it('keep functions within 80 lines and 4 required parameters', () => {
    const long: string[] = [];
    for (const { path, tree } of sources) {
      const visit = (node: ts.Node): void => {
        if (ts.isFunctionLike(node) && 'body' in node && node.body) {
          const at = (pos: number): number => tree.getLineAndCharacterOfPosition(pos).line;
          const length = at(node.end) - at(node.getStart()) + 1;
          const name = `${path}:${at(node.getStart()) + 1}`;
          if (length > 80) long.push(`${name}: ${length} lines`);
          const required = node.parameters.filter((p) => !p.initializer && !p.questionToken).length;
          if (required > 4) long.push(`${name}: ${required} parameters`);
        }
        ts.forEachChild(node, visit);
      };
      visit(tree);
    }
    expect(long).toEqual([]);
  });
});

describe('names', () => {
  it('are nouns: no utils, helpers, common, misc or types', () => {
    expect(
      sources
        .filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc|types)(\.|\/)/.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('that are exported are documented', () => {
    const bare: string[] = [];
    for (const { path, tree } of sources.filter(({ path }) => !path.startsWith('bench/'))) {
      for (const statement of tree.statements) {
        const exported =
          ts.canHaveModifiers(statement) &&
          ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
        if (!exported) continue;
        const comments = ts.getLeadingCommentRanges(tree.text, statement.getFullStart()) ?? [];
        if (!comments.some(({ pos }) => tree.text.startsWith('/**', pos)))
          bare.push(`${path}: ${statement.getText().slice(0, 60)}`);
      }
    }
    expect(bare).toEqual([]);
  });

  it('of the closed forms, distributions and axis kinds are listed where they are discovered', () => {
    for (const [folder, index] of [
      ['src/grid/axes', 'src/grid/axis.ts'],
      ['validation/closed-forms', 'validation/closed-forms/index.ts'],
    ]) {
      const text = readFileSync(resolve(root, index), 'utf8');
      const files = readdirSync(resolve(root, folder)).filter((f) => f !== 'index.ts');
      const isListed = (f: string): boolean => text.includes(`/${f.replace('.ts', '.js')}'`);
      const exporting = files.filter((f) =>
        /: (ClosedForm|AxisMapping) = \{/.test(readFileSync(resolve(root, folder, f), 'utf8')),
      );
      expect(exporting.filter((f) => !isListed(f))).toEqual([]);
      expect(exporting.length).toBeGreaterThan(2);
    }
  });
});
