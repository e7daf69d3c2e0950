import type { ResultDocument } from './document.js';

/**
 * One JSON document, indented by two spaces, arrays of numbers on one line, typed arrays as arrays.
 * Numbers are the shortest text that reads back to the same double. JSON has no word for ±∞ and NaN: they become null,
 * and a warning added to `warnings` names the field.
 */
export function toJson(document: ResultDocument): string {
  const added: string[] = [];
  const texts = Object.entries(document)
    .filter(([key]) => key !== 'warnings')
    .map(([key, value]): [string, string | undefined] => [key, jsonText(value, { path: key, indent: '  ', added })]);
  const warnings = jsonText([...document.warnings, ...added], { path: 'warnings', indent: '  ', added });
  const members = Object.keys(document).map((key) => [key, key === 'warnings' ? warnings : new Map(texts).get(key)]);
  return `{\n${joinMembers(
    members.flatMap(([key, text]) => (text === undefined ? [] : [`${JSON.stringify(key)}: ${text}`])),
    '  ',
  )}\n}\n`;
}

interface Place {
  /** Where the value stands, as `result.components[0].support`. */
  readonly path: string;
  readonly indent: string;
  /** Warnings found so far; filled. */
  readonly added: string[];
}

const joinMembers = (members: readonly string[], indent: string): string => members.map((m) => indent + m).join(',\n');

/** The text of a value, or undefined for what JSON leaves out (undefined, functions). */
function jsonText(value: unknown, place: Place): string | undefined {
  if (typeof value === 'number') return numberText(value, place);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isNumbers(value)) return numbersText(value, place);
  const indent = place.indent + '  ';
  const inside = (path: string): Place => ({ path, indent, added: place.added });
  const isArray = Array.isArray(value);
  const members = isArray
    ? value.map((item, i) => jsonText(item, inside(`${place.path}[${i}]`)) ?? 'null')
    : Object.entries(value).flatMap(([key, item]) => {
        const text = jsonText(item, inside(`${place.path}.${key}`));
        return text === undefined ? [] : [`${JSON.stringify(key)}: ${text}`];
      });
  const [open, close] = isArray ? '[]' : '{}';
  return members.length === 0 ? `${open}${close}` : `${open}\n${joinMembers(members, indent)}\n${place.indent}${close}`;
}

/** Whether a value is a typed array or a plain array of numbers only, which stays on one line. */
function isNumbers(value: object): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value) && 'length' in value) return true;
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number');
}

/** A number, or null with a warning that names its place. */
function numberText(value: number, { path, added }: Place): string {
  if (Number.isFinite(value)) return JSON.stringify(value);
  added.push(`${path} is ${value}; JSON has no such number, so it is null.`);
  return 'null';
}

/** One warning for an array, however many of its entries are not finite. */
function numbersText(values: ArrayLike<number>, { path, added }: Place): string {
  const strange = Array.from(values, (_, i) => i).filter((i) => !Number.isFinite(values[i]));
  if (strange.length === 0) return `[${Array.prototype.join.call(values, ', ')}]`;
  const first = `[${strange[0]!}]`;
  added.push(
    strange.length === 1
      ? `${path}${first} is ${values[strange[0]!]}; JSON has no such number, so it is null.`
      : `${path}: ${strange.length} of ${values.length} values, ${first} first, are not finite; JSON has no such numbers, so they are null.`,
  );
  return `[${Array.from(values, (value) => (Number.isFinite(value) ? value : 'null')).join(', ')}]`;
}
