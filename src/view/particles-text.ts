import { QUANTILES } from '../io/document.js';
import type { ParticlesDocument, ParticlesResult } from '../io/particles-document.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Branch, Palette } from './tree-text.js';

/** What chains showed, as a line and a tree: the run, then one branch per observable, then the warnings. No newline at the end. */
export function describeParticles(document: ParticlesDocument, palette: Palette = PLAIN): string {
  const { result, warnings } = document;
  const title = titleText(document, [`${result.method}, ${result.particles} chains × ${result.steps} steps`], palette);
  const names = Object.keys(result.moments);
  const indent = Math.max(...names.map((name) => name.length)) + 2;
  const lines = [treeText(title, branches(result, palette), { indent, palette })];
  lines.push(...alignColumns(runRows(result)));
  lines.push(...warnings.map((warning) => palette.warn(`warning: ${warning}`)));
  return lines.join('\n');
}

function branches({ moments, quantiles }: ParticlesResult, palette: Palette): Branch[] {
  const names = Object.keys(moments);
  const width = Math.max(...names.map((name) => name.length));
  const rows = alignColumns(
    names.map((name) => {
      const { mean, standardError, variance } = moments[name];
      if (mean === null || variance === null) return ['no records'];
      const error = standardError === null ? '' : ` ± ${numberText(standardError, 2)}`;
      return [`mean ${numberText(mean)}${error}`, `sd ${numberText(Math.sqrt(variance))}`];
    }),
  );
  return names.map((name, i) => {
    const values = QUANTILES.map((p) => `${Number(p) * 100} % ${numberText(quantiles[name][p] ?? NaN)}`);
    const details = moments[name].mean === null ? [] : [`quantiles  ${values.join('  ')}`];
    return { head: `${palette.name(name.padEnd(width))}  ${rows[i]}`, details };
  });
}

/** The shares of the components, then what the sample is worth. */
function runRows(result: ParticlesResult): string[][] {
  const { components, effectiveSamples, autocorrelationTime, diverged, nanosecondsPerStep, time } = result;
  const shares = components.filter(({ weight }) => weight !== null && weight > 0);
  const share = shares.map(({ name, weight }) => `${name} ${numberText(100 * (weight ?? 0), 4)} %`).join('  ');
  const study = result.stepStudy;
  const order =
    study && (study.order === null ? 'its order hidden by noise' : `weak order ${numberText(study.order, 2)}`);
  const first = diverged.firstStep === null ? '' : `, the first after step ${diverged.firstStep}`;
  return [
    ...(shares.length > 0 ? [['components', share]] : []),
    [
      'sample',
      `${numberText(effectiveSamples, 4)} effective values, autocorrelation time ${numberText(autocorrelationTime, 3)} steps`,
    ],
    ['run', `time ${numberText(time)}, ${numberText(nanosecondsPerStep, 3)} ns per particle-step of one core`],
    ...(study ? [['time step', `error of the mean about ${numberText(study.error, 2)}, ${order}`]] : []),
    ...(diverged.count > 0
      ? [['diverged', `${diverged.count} chains (${numberText(100 * diverged.share, 3)} %)${first}`]]
      : []),
  ];
}

/** The histograms as CSV: observable, edges, count, density. */
export function histogramCsv({ result }: ParticlesDocument): string {
  const lines = Object.entries(result.histogram).flatMap(([name, { edges, counts }]) => {
    const { records } = result.moments[name];
    return counts.map((count, i) => {
      const density = count / records / (edges[i + 1] - edges[i]);
      return [name, edges[i], edges[i + 1], count, density].join(',');
    });
  });
  return `observable,lower,upper,count,density\n${lines.map((line) => `${line}\n`).join('')}`;
}
