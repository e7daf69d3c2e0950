import type { GapRow, LineSpectrumTable, ModeTable, SpectrumDocument } from '../src/io/evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { lineSpectrum, type LineSpectrum } from '../solvers/spectrum/line-spectrum.js';
import type { LineSde } from '../src/sde/line.js';
import { lineProblem } from './line-problem.js';
import type { LoadedProblem } from './load.js';
import { demandPositive } from './particle-options.js';
import { version } from './version.js';

/** A spectrum with, if asked for, the eigenfunctions of each line. */
export interface SpectrumOutput {
  readonly document: SpectrumDocument;
  readonly modes: readonly ModeTable[];
}

/** What `spectrum` is asked for beside the problem. */
export interface SpectrumRequest {
  /** Rates of each line. */
  readonly count: number;
  readonly modes: boolean;
  /** Temperatures at which to give the gap as well. */
  readonly temperatures?: readonly number[];
}

/** The slowest rates of a problem of one variable, line by line, densities first. */
export async function spectrumDocument(
  loaded: LoadedProblem,
  { count, modes, temperatures }: SpectrumRequest,
): Promise<SpectrumOutput> {
  const started = performance.now();
  const { variable, lines, moments, warnings } = await lineProblem(loaded);
  const leaving = lines.filter(leaves);
  const beforeSolving = performance.now();
  const spectra = spectraOf(lines, count, modes);
  const gaps = temperatures && (await gapsAt(loaded, temperatures));
  const solved = performance.now();
  if (spectra.length === 0)
    throw new InputError('model', 'a line that keeps its paths', 'none', 'Drift leaves every line.');
  const tables = spectra.map(tableOf);
  const { rates, errors, isolated, gap, relaxationTimes, continuum } = tables[0];
  const notes = leaving.map(
    ({ name }) => `${name} is left for good through an end that drift crosses; its rates are not given.`,
  );
  const document: SpectrumDocument = {
    command: 'spectrum',
    version: version(),
    problem: loaded.problem,
    result: {
      variable,
      rates,
      errors,
      isolated,
      gap,
      relaxationTimes,
      continuum,
      lines: tables,
      ...(gaps && { gaps }),
      ...(moments && { moments }),
    },
    warnings: [...warnings, ...notes],
    stats: {
      milliseconds: performance.now() - started,
      solveMilliseconds: solved - beforeSolving,
      cells: spectra[0].axis.cells,
    },
  };
  return { document, modes: modes ? spectra.map(modesOf) : [] };
}

const leaves = ({ endDrift: [down, up] }: LineSde): boolean => down < 0 || up > 0;

/** The spectra of the lines that keep their paths, densities first. */
function spectraOf(lines: readonly LineSde[], count: number, modes: boolean): LineSpectrum[] {
  return lines
    .filter((line) => !leaves(line))
    .map((line) => lineSpectrum(line, count, { modes }))
    .sort((a, b) => Number(a.kind === 'point') - Number(b.kind === 'point'));
}

/** The gap of the first line at each temperature, all else the same. */
async function gapsAt(loaded: LoadedProblem, temperatures: readonly number[]): Promise<GapRow[]> {
  const rows: GapRow[] = [];
  for (const temperature of temperatures) {
    demandPositive('--temperatures', temperature);
    const { weightDecay, modifiedLoss } = loaded.problem.sgd;
    const problem = { ...loaded.problem, sgd: { weightDecay, modifiedLoss, temperature } };
    const spectra = spectraOf((await lineProblem({ ...loaded, problem })).lines, 2, false);
    const slowest = [...spectra].sort((a, b) => (a.gap ?? Infinity) - (b.gap ?? Infinity));
    const chosen = spectra.find((spectrum) => spectrum.kind === 'density') ?? slowest[0];
    if (chosen === undefined) continue;
    const { line, gap, continuum } = chosen;
    rows.push({
      temperature,
      name: line.name,
      gap,
      kind: gap !== null && gap === continuum.edge ? 'continuum' : 'rate',
    });
  }
  return rows;
}

function tableOf({
  line,
  kind,
  rates,
  errors,
  isolated,
  gap,
  relaxationTimes,
  continuum,
}: LineSpectrum): LineSpectrumTable {
  // Rates within the continuum have no error of their own: the grid makes them.
  return { name: line.name, kind, rates, errors: errors.slice(0, isolated), isolated, gap, relaxationTimes, continuum };
}

function modesOf({ line, axis, rates, modes }: LineSpectrum): ModeTable {
  return {
    line: line.name,
    centres: axis.centres,
    widths: axis.widths,
    rates,
    left: modes.map(({ left }) => left),
    right: modes.map(({ right }) => right),
  };
}
