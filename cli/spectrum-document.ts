import type { LineSpectrumTable, ModeTable, SpectrumDocument } from '../src/io/evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { lineSpectrum, type LineSpectrum } from '../solvers/spectrum/line-spectrum.js';
import { lineProblem } from './line-problem.js';
import type { LoadedProblem } from './load.js';
import { version } from './version.js';

/** A spectrum with, if asked for, the eigenfunctions of each line. */
export interface SpectrumOutput {
  readonly document: SpectrumDocument;
  readonly modes: readonly ModeTable[];
}

/** The slowest rates of a problem of one variable, line by line, densities first. */
export async function spectrumDocument(loaded: LoadedProblem, count: number, modes: boolean): Promise<SpectrumOutput> {
  const started = performance.now();
  const { variable, lines, moments, warnings } = await lineProblem(loaded);
  const leaving = lines.filter(({ endDrift: [down, up] }) => down < 0 || up > 0);
  const beforeSolving = performance.now();
  const spectra = lines
    .filter((line) => !leaving.includes(line))
    .map((line) => lineSpectrum(line, count, { modes }))
    .sort((a, b) => Number(a.kind === 'point') - Number(b.kind === 'point'));
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
