import { InputError } from '../num/input-error.js';

/** Characters of the text shown on either side of a fault. */
const WINDOW = 48;

/** What was wrong at a place of a text. */
export interface Fault {
  readonly expectation: string;
  readonly got: string;
  readonly cure: string;
}

/**
 * The error for a fault at `offset` of `text`, which stands at `path`. The message ends with the text (a window of it if it
 * is long, control characters shown as blanks) and a caret under the place:
 *
 *     model.loss: a known function, got "import". Use one of exp, log, … .
 *       (import("x") - y)^2
 *        ^
 */
export function faultAt(path: string, text: string, offset: number, fault: Fault): InputError {
  const from = Math.max(0, offset - WINDOW);
  const to = Math.min(text.length, offset + WINDOW);
  const head = from > 0 ? '…' : '';
  const shown = head + text.slice(from, to).replace(/[\p{C}\p{Z}]/gu, ' ') + (to < text.length ? '…' : '');
  const caret = ' '.repeat(head.length + offset - from) + '^';
  return new InputError(path, fault.expectation, fault.got, `${fault.cure}\n  ${shown}\n  ${caret}`, offset);
}
