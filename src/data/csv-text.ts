import { InputError } from '../num/input-error.js';

/** Text of a file, whole or in pieces, as characters or as UTF-8. */
export type TextSource = string | AsyncIterable<string | Uint8Array>;

/** Whole lines of a file; the last may lack its line break. */
export interface LineBlock {
  readonly text: string;
  /** Number of its first line in the file, from 1. */
  readonly line: number;
}

/** The longest record that is waited for. A quote that is never closed would otherwise collect the rest of the file. */
const LONGEST_RECORD = 2 ** 20;
const PIECE = 2 ** 18;

/**
 * Cuts a source into blocks of whole records: at line breaks that are not between quotes. A byte order mark is dropped.
 * Throws InputError at `path` where a record does not end within 2²⁰ characters.
 */
export async function* lineBlocks(source: TextSource, path: string): AsyncGenerator<LineBlock> {
  let [rest, line] = ['', 1];
  for await (const piece of pieces(source)) {
    rest += piece;
    const end = lastRecordEnd(rest);
    if (end > 0) {
      const text = rest.slice(0, end);
      yield { text, line };
      line += lineBreaks(text);
      rest = rest.slice(end);
    }
    if (rest.length > LONGEST_RECORD) {
      const cure = 'Close the quote, or check that this is a CSV file.';
      throw new InputError(
        path,
        'lines that end',
        `a record of more than ${LONGEST_RECORD} characters at line ${line}`,
        cure,
      );
    }
  }
  if (rest !== '') yield { text: rest, line };
}

/** Number of line breaks in a text. */
export function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

async function* pieces(source: TextSource): AsyncGenerator<string> {
  if (typeof source === 'string') {
    const start = source.startsWith('\ufeff') ? 1 : 0;
    for (let at = start; at < source.length; at += PIECE) yield source.slice(at, at + PIECE);
    return;
  }
  const decoder = new TextDecoder();
  let first = true;
  for await (const piece of source) {
    const text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    yield first && text.startsWith('\ufeff') ? text.slice(1) : text;
    if (text !== '') first = false;
  }
  yield decoder.decode();
}

/** Index after the last line break outside quotes; 0 if there is none. The text begins outside quotes. */
function lastRecordEnd(text: string): number {
  let end = 0;
  let open = -1;
  for (;;) {
    const quote = text.indexOf('"', open + 1);
    const stop = quote < 0 ? text.length : quote;
    const lineBreak = text.lastIndexOf('\n', stop - 1);
    if (lineBreak > open) end = lineBreak + 1;
    if (quote < 0) return end;
    open = text.indexOf('"', quote + 1);
    if (open < 0) return end;
  }
}
