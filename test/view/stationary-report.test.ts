import { describe, expect, test } from 'vitest';
import type { StationaryDocument } from '../../src/io/document.js';
import { stationaryReport } from '../../src/view/stationary-report.js';
import { collapsed, labelNoise, wholeLine } from '../io/sample-documents.js';

const report = (document: StationaryDocument): string => stationaryReport(document, { plotly: 'PACKED' });
/** The JSON an element of the page holds. */
const dataOf = (page: string, id: string): unknown =>
  JSON.parse(new RegExp(`id="${id}">([^<]*)<`).exec(page)?.[1] ?? 'null');

describe('stationaryReport', () => {
  test('says the result in words and in tables', () => {
    const page = report(labelNoise());
    for (const text of [
      '<h1>diagonal-linear, depth 1, width 1</h1>',
      'T = 0.25 = 0.25 T<sub>c</sub> · 2000 cells',
      '<strong>v&gt;0</strong> has a stationary density with mean 0.75,',
      '<strong>v&lt;0</strong> has no stationary density: p ~ |v|\u2060<sup>−3.5</sup> at 0 is not integrable. It ends in the point 0.',
      '<strong>v=0</strong> is a fixed point of the SDE.',
      'how much each holds depends on where SGD starts',
      '<th scope="row">T<sub>c</sub></th><td>critical temperature</td><td>1</td>',
      '<th scope="row">sgd.learningRate</th><td>1</td>',
      '<th scope="row">variance</th><td>0.375</td>',
      '[NB] Eq. (15)) at some 500 cells: 3e-13.',
      'natural at 0, entrance at ∞',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain('class="warnings"');
  });

  test('carries two figures per density and the cells for download', () => {
    const page = report(labelNoise());
    expect(page.match(/class="plot"/g)).toHaveLength(2);
    expect(dataOf(page, 'figures')).toMatchObject({ figures: [{}, {}], templates: { light: {}, dark: {} } });
    const cells = dataOf(page, 'cells') as string;
    expect(cells.split('\n')).toHaveLength(2002);
    const document = JSON.parse(dataOf(page, 'document') as string);
    expect(document.result.components).toHaveLength(3);
    expect(page).toContain('PACKED');
  });

  test('draws the closed form where it is given', () => {
    const document = labelNoise();
    const closedForms = { 'v>0': document.result.density!.logDensity };
    expect(stationaryReport(document, { plotly: '', closedForms })).toContain('closed form [NB] Eq. (15)</li>');
    expect(report(document)).not.toContain('closed form [NB] Eq. (15)</li>');
  });

  test('keeps large grids out of the page', () => {
    const page = report(labelNoise({ cells: 30_000 }));
    expect(dataOf(page, 'cells')).toBe(null);
    expect(page.length).toBeLessThan(400_000);
  });

  test('point masses need no figure and no plotly; warnings stand out', () => {
    const page = report(collapsed());
    expect(page).not.toContain('PACKED');
    expect(page).not.toContain('class="plot"');
    expect(page).toContain('<li>T is above T_c = 1: v &gt; 0 collapses.</li>');
  });

  test('tells weights where they are known', () => {
    const { result, ...document } = labelNoise();
    const [first, second] = result.components;
    const components = [
      { ...first!, weight: 0.75 },
      { ...second!, weight: 0.25 },
    ];
    const page = report({ ...document, result: { ...result, components } });
    expect(page).toContain('It holds 75 % of the probability.');
    expect(page).not.toContain('depends on where SGD starts');
    expect(report(wholeLine())).toContain('<h2>Density of v</h2>');
  });

  test('loads nothing from anywhere', () => {
    const page = report(labelNoise());
    expect(page).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(page).not.toMatch(/https?:/);
    expect(page).toContain(`content="default-src &#39;none&#39;;`);
  });

  test('text of the problem file stays text', () => {
    const attack = '<script>alert(1)</script>"\'<img src=x onerror=alert(2)>';
    const { result, ...document } = labelNoise({ cells: 50 });
    const components = result.components.map((component) => ({ ...component, name: attack }));
    const page = report({
      ...document,
      version: attack,
      problem: { model: { prediction: attack }, data: { [attack]: attack } },
      result: { ...result, components, closedForm: { name: attack, reference: attack, maxLogError: 1 } },
      warnings: [attack],
      stats: { [attack]: 1 },
    });
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(5);
  });
});
