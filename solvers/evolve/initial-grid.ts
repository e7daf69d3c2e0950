import type { Cumulative } from '../../src/data/cumulative.js';
import type { Axis } from '../../src/grid/axis.js';
import type { LineSde } from '../../src/sde/line.js';
import { axisOfLines, cellsFor, extended } from './initial-axis.js';
import { initialCells } from './initial-cells.js';
import { lineRange, weightOn, type LineRange } from './initial-range.js';
import { generatorOnAxis } from './crossing-generator.js';
import { stagedFrames, type Stage } from './frames-on-lines.js';

/** Cells per line, times and rounds of the trial runs that find out how far mass gets. */
const TRIAL = { cells: 600, times: 12, rounds: 16, edgeMass: 1e-12 } as const;

/**
 * The automatic axis of an evolution: it covers the start, the steady state, and the way between them. Where a line has no
 * steady state there is nothing to take its end from, so coarse runs are made and the axis is extended until hardly any mass reaches
 * an end at any time, or v can no longer be told from the end of the line.
 */
export function automaticAxis(stages: readonly Stage[], law: Cumulative, horizon: number, warnings: string[]): Axis {
  const stageLines = stages.map(({ linesAt, until }) => linesAt(Math.min(until, horizon)));
  const chosen = needed(stages[0].linesAt(0), law);
  let ranges = chosen.map((line) => {
    // Later stages may spread further than the first.
    const all = stageLines.map((lines) =>
      lineRange(lines.find(({ name }) => name === line.name) ?? line, law, horizon),
    );
    return joined(line, all);
  });
  if (horizon > 0) {
    for (let round = 0; round < TRIAL.rounds; round++) {
      const next = trial(stages, law, ranges, horizon);
      if (next === null) break;
      ranges = next;
    }
  }
  const ramp = stages.some((stage) => stage.ramp);
  const cells = (range: LineRange): number => cellsFor(range, ramp);
  for (const range of ranges) {
    const cell = (range.high - range.low) / cells(range);
    if (!(cell > range.width)) continue;
    warnings.push(
      `${range.line.name}: the initial density is narrower than a cell of the grid, so it starts as a point.`,
    );
  }
  return axisOfLines(ranges, cells);
}

/** Probability that is lost in rounding. */
const ROUNDING = 1e-16;

/** The lines that hold mass at some time, and those between them. */
function needed(lines: readonly LineSde[], law: Cumulative): readonly LineSde[] {
  const sorted = [...lines].sort((a, b) => a.map.support[0] - b.map.support[0]);
  const held = sorted.map((line) => weightOn(line, law) > ROUNDING);
  if (!held.includes(true)) return sorted;
  for (let pass = 0; pass < sorted.length; pass++) {
    sorted.forEach(({ endDrift }, i) => {
      if (held[i] && endDrift[0] < 0 && i > 0) held[i - 1] = true;
      if (held[i] && endDrift[1] > 0 && i + 1 < held.length) held[i + 1] = true;
    });
  }
  return sorted.slice(held.indexOf(true), held.lastIndexOf(true) + 1);
}

/** One range of the first line that covers the ranges of all stages, whose coordinates may differ. */
function joined(line: LineSde, ranges: readonly LineRange[]): LineRange {
  const here = (range: LineRange, y: number): number => line.map.coordinate(range.line.map.value(y));
  const [first] = ranges;
  const scale = ranges.map((range) => {
    const middle = Number.isNaN(range.anchor) ? (range.low + range.high) / 2 : range.anchor;
    return Math.exp(range.line.map.logJacobian(middle) - line.map.logJacobian(here(range, middle)));
  });
  return {
    ...first,
    line,
    low: Math.max(first.limits[0], Math.min(...ranges.map((range) => here(range, range.low)))),
    high: Math.min(first.limits[1], Math.max(...ranges.map((range) => here(range, range.high)))),
    width: Math.min(...ranges.map((range, i) => range.width * scale[i])),
  };
}

/** A coarse run over times from early to late; the ranges extended where mass came to an end, or null where none did. */
function trial(
  stages: readonly Stage[],
  law: Cumulative,
  ranges: readonly LineRange[],
  horizon: number,
): LineRange[] | null {
  const axis = axisOfLines(ranges, () => TRIAL.cells);
  const { parts } = generatorOnAxis(stages[0].linesAt(0), axis);
  const { mass } = initialCells(law, axis, parts);
  const share = mass.reduce((a, b) => a + b, 0);
  if (!(share > 0)) return null;
  const times = Array.from({ length: TRIAL.times }, (_, k) => horizon * 2 ** (k + 1 - TRIAL.times));
  const constant = stages.map((stage) => ({
    ...stage,
    ramp: false,
    linesAt: () => stage.linesAt(Math.min(stage.until, horizon)),
  }));
  const { evolution } = stagedFrames(
    constant,
    axis,
    mass.map((m) => m / share),
    times,
  );
  let changed = false;
  const next = ranges.map((range) => {
    const part = parts.find(({ line }) => line.name === range.line.name);
    if (part === undefined) return range;
    const atEnd = (cells: readonly number[]): number =>
      Math.max(...evolution.frames.map(({ density }) => cells.reduce((sum, i) => sum + density.mass[i], 0)));
    const last = part.first + part.count - 1;
    const [bottom, top] = [
      [part.first, part.first + 1],
      [last, last - 1],
    ].map(atEnd);
    const [lower, upper] = range.line.map.orientation > 0 ? [bottom, top] : [top, bottom];
    let out = range;
    if (lower > TRIAL.edgeMass && range.low > range.limits[0]) out = extended(out, 0, 0.25);
    if (upper > TRIAL.edgeMass && range.high < range.limits[1]) out = extended(out, 1, 0.25);
    if (out !== range) changed = true;
    return out;
  });
  return changed ? next : null;
}
