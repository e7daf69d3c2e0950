import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { InputError } from '../num/input-error.js';

/** A problem file as plain values, with the place of every key. */
export interface ProblemText {
  readonly value: unknown;
  /** Line and column (1-based) of the value (or the key) at a path such as `grid.v.cells`, or of the nearest key above it. */
  locate(path: string, what: 'value' | 'key'): { line: number; column: number };
}

/**
 * Reads YAML or JSON (which YAML contains). Throws InputError whose path is '' and whose offset is the place in the text
 * for wrong syntax, an empty file, or more than one document.
 */
export function readProblemText(text: string): ProblemText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const error = document.errors[0];
  if (error !== undefined) {
    throw new InputError(
      'syntax',
      'YAML or JSON',
      `«${error.message}»`,
      'Mind indentation, colons and quotes.',
      error.pos[0],
    );
  }
  const value: unknown = document.toJS();
  if (value === null || value === undefined) {
    throw new InputError(
      'problem',
      'a problem with model, data and sgd',
      'an empty file',
      'See sgdfp schema for its keys.',
      0,
    );
  }
  return { value, locate: (path, what) => position(lines, offsetOf(document, path, what)) };
}

/** Line and column (1-based) of an offset in a text. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Walks down the path as far as the document goes; a key that is not there is sought as a pair's key last. */
function offsetOf(document: Document, path: string, what: 'value' | 'key'): number {
  let node: unknown = document.contents;
  let offset = (document.contents as Node | null)?.range?.[0] ?? 0;
  for (const key of path === '' ? [] : path.split('.')) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return isScalar(node) && what === 'value' ? (node.range?.[0] ?? offset) : offset;
}

/**
 * Puts `key.path=value` into a copy of a problem; the value is read as YAML. Throws InputError for a text without `=`
 * or a path that runs through a value that is no table.
 */
export function setValue(problem: unknown, assignment: string): unknown {
  const at = assignment.indexOf('=');
  if (at < 1) {
    throw new InputError('--set', 'key.path=value', assignment, 'For example --set sgd.learningRate=0.1.');
  }
  const keys = assignment.slice(0, at).trim().split('.');
  const document = parseDocument(assignment.slice(at + 1));
  const value: unknown = document.errors.length > 0 ? assignment.slice(at + 1) : document.toJS();
  const copy: unknown = structuredClone(problem);
  let table = copy;
  keys.forEach((key, i) => {
    if (typeof table !== 'object' || table === null) {
      throw new InputError(
        `--set ${keys.join('.')}`,
        'a path through tables',
        `a plain value at ${keys.slice(0, i).join('.')}`,
        'Set that key instead.',
      );
    }
    const here = table as Record<string, unknown>;
    if (i === keys.length - 1) here[key] = value;
    else table = here[key] ??= {};
  });
  return copy;
}
