/** Functions that colour a piece of text for a terminal; they must not change its visible width. */
export interface Palette {
  readonly strong: (text: string) => string;
  readonly name: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
}

const same = (text: string): string => text;

/** No colours. */
export const PLAIN: Palette = { strong: same, name: same, dim: same, good: same, warn: same };

/** A branch of a tree: its line and the lines under it. */
export interface Branch {
  readonly head: string;
  readonly details: readonly string[];
}

/** A line and a tree: the title, then every branch with its details indented by `indent` columns. */
export function treeText(title: string, branches: readonly Branch[], { indent = 0, palette = PLAIN } = {}): string {
  const lines = branches.flatMap(({ head, details }, i) => {
    const last = i === branches.length - 1;
    const stem = palette.dim(last ? '   ' : '│  ') + ' '.repeat(indent);
    return [palette.dim(last ? '└─ ' : '├─ ') + head, ...details.map((detail) => stem + detail)];
  });
  return [title, ...lines].join('\n');
}

/** Rows of cells as lines, each column as wide as its widest cell, two spaces between columns. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}
