import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withLoadedProblem } from '../cli/load.js';
import { stationaryDocument } from '../cli/stationary-document.js';
import { tensorEvolution } from '../cli/tensor-evolution.js';
import type { TensorDocument } from '../src/io/tensor-document.js';
import { comparisonReport } from '../src/view/comparison-report.js';
import { tensorEvolutionReport } from '../src/view/tensor-evolution-report.js';
import { tensorReport } from '../src/view/tensor-report.js';
import { COVERS, OVERLAPS, PALE, SCROLLS_SIDEWAYS } from './chromium.js';
import { chromiumPath, launchChromium, openReport, whySkipped } from './chromium.js';
import { comparisonSample } from './io/comparison-samples.js';

const TWO = 'examples/50-both-weights-on-a-grid.yaml';
const THREE = 'examples/51-three-parameters.yaml';
const coarse = (names: string, cells: number): string[] => [...names].map((name) => `grid.${name}.cells=${cells}`);
const stationary = (file: string, overrides: string[]): Promise<TensorDocument> =>
  withLoadedProblem(
    file,
    overrides,
    async (loaded) => (await stationaryDocument(loaded, [])).document as TensorDocument,
  );

/** Titles of both axes of every figure, with \n between them. */
const titles = (page: Page): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('.plot')].map((plot) => [...plot.querySelectorAll('.xtitle, .ytitle')].map((t) => t.textContent).join('\\n'))`,
  );

/**
 * The colours of the map of a figure as it is painted: how many there are, the share of the cells of the darkest one, and the share
 * that is left blank.
 */
const painted = (page: Page, plot: number): Promise<{ colours: number; darkest: number; blank: number }> =>
  page.evaluate(`(async () => {
    const image = document.querySelectorAll('.plot')[${plot}].querySelector('.heatmaplayer image');
    const picture = new Image();
    picture.src = image.getAttribute('href') ?? image.getAttribute('xlink:href');
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map();
    let blank = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 0) blank++;
      else counts.set(data.slice(i, i + 3).join(), (counts.get(data.slice(i, i + 3).join()) ?? 0) + 1);
    }
    const all = [...counts.values()].reduce((a, b) => a + b, 0);
    return { colours: counts.size, darkest: (counts.get('68,1,84') ?? 0) / all, blank: blank / (data.length / 4) };
  })()`);

/** How many pieces the line of a trace of a figure is drawn in, and its colour and dashes. */
const line = (page: Page, plot: number, name: string): Promise<{ pieces: number; stroke: string; dashed: boolean }> =>
  page.evaluate(`(() => {
    const gd = document.querySelectorAll('.plot')[${plot}];
    const drawn = gd.calcdata.find(([{ trace }]) => trace.name === ${JSON.stringify(name)})?.[0].node3;
    const paths = drawn ? [...drawn.node().querySelectorAll('path.js-line')] : [];
    return {
      pieces: paths.reduce((sum, path) => sum + path.getAttribute('d').split('M').length - 1, 0),
      stroke: paths[0] ? paths[0].style.stroke : '',
      dashed: paths.some((path) => (path.style.strokeDasharray || '').includes('px')),
    };
  })()`);

/** What each page shows, beside being readable. */
const SHOWS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'plane: map in decades, current, balanced curve, marginals, law of the product': async (page) => {
    expect((await titles(page)).sort()).toEqual(['u\ndensity p(u)', 'u\nw', 'u·w\ndensity p(u·w)', 'w\ndensity p(w)']);
    const { colours, darkest, blank } = await painted(page, 0);
    expect(colours).toBeGreaterThan(20);
    expect(darkest).toBeLessThan(0.3);
    expect(blank).toBeGreaterThan(0.5);
    expect((await line(page, 0, 'current J/p')).pieces).toBeGreaterThan(5);
    const balanced = await line(page, 0, 'noise balanced');
    expect(balanced).toMatchObject({ stroke: 'rgb(240, 65, 60)', dashed: true });
    expect(balanced.pieces).toBeGreaterThan(0);
    for (const plot of [1, 2, 3]) {
      const box = await page.locator('.plot').nth(plot).locator('path.js-line').boundingBox();
      expect(box!.width).toBeGreaterThan(300);
      expect(box!.height).toBeGreaterThan(200);
    }
  },

  'space: a map with its current for every two, three marginals': async (page) => {
    expect((await titles(page)).slice(0, 3)).toEqual(['a\nb', 'a\nc', 'b\nc']);
    expect(await page.locator('.plot').count()).toBe(6);
    for (const plot of [0, 1, 2]) {
      expect((await painted(page, plot)).colours).toBeGreaterThan(5);
      expect((await line(page, plot, 'current J/p')).pieces).toBeGreaterThan(10);
    }
  },

  'evolution: its slider shows another map, in the same colours': async (page) => {
    const before = await painted(page, 0);
    const rail = page.locator('.plot').first().locator('.slider-rail-touch-rect');
    await rail.scrollIntoViewIfNeeded();
    const box = (await rail.boundingBox())!;
    await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
    await expect.poll(async () => (await painted(page, 0)).blank).toBeLessThan(before.blank);
    const ranges = await page.evaluate(
      `document.querySelector('.plot').data.map(({ zmin, zmax }) => [zmin, zmax].join())`,
    );
    expect(new Set(ranges as string[]).size).toBe(1);
    expect(await page.locator('.slider-label').last().textContent()).toContain('4');
  },

  'comparison: samples as marks with errors, exact laws as lines, residuals around a band': async (page) => {
    expect(await line(page, 0, 'closed form')).toMatchObject({ pieces: 1, dashed: true });
    expect(await line(page, 0, 'finite volume')).toMatchObject({ pieces: 1, dashed: false });
    const [densities, residuals] = [0, 1].map((k) => page.locator('.plot').nth(k));
    const marks = await densities!.locator('.points path').count();
    expect(marks).toBeGreaterThan(30);
    expect(await densities!.locator('.errorbar path').count()).toBe(marks);
    expect((await line(page, 1, 'SGD')).pieces).toBeGreaterThan(0);
    const band = await residuals!.locator('.shapelayer path').boundingBox();
    const frame = await residuals!.locator('.nsewdrag').boundingBox();
    expect(band!.width).toBeCloseTo(frame!.width, -1);
    expect(band!.height / frame!.height).toBeGreaterThan(0.3);
    expect(band!.height / frame!.height).toBeLessThan(0.7);
  },
};

describe.skipIf(!chromiumPath)(`densities and comparisons in Chromium${whySkipped}`, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'sgdfp-densities-'));

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/assets.mjs']);
    const plotly = readFileSync('dist/assets/plotly.min.js.gz.b64', 'utf8');
    const start = ['initial={u: 1, w: -0.6}'];
    const evolution = await withLoadedProblem(TWO, [...coarse('u', 20), ...coarse('w', 30), ...start], (loaded) =>
      tensorEvolution(loaded, { times: [0, 0.5, 4], allowOutside: false }),
    );
    const pages = {
      plane: tensorReport(await stationary(TWO, coarse('uw', 32)), { plotly }),
      space: tensorReport(await stationary(THREE, coarse('abc', 10)), { plotly }),
      evolution: tensorEvolutionReport(evolution, plotly),
      comparison: comparisonReport(comparisonSample(), plotly),
    };
    for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), text);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test.each(Object.keys(SHOWS))('%s', async (what) => {
    const file = join(folder, `${what.split(':')[0]}.html`);
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [400, 'dark'],
    ] as const) {
      const { page, faults } = await openReport(browser, file, { width, colorScheme });
      expect(await page.evaluate(OVERLAPS)).toBe(0);
      expect(await page.evaluate(COVERS)).toEqual([]);
      expect(await page.evaluate(PALE)).toEqual([]);
      expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
      expect((await titles(page)).filter((title) => !/^.+\n.+$/.test(title))).toEqual([]);
      if (width === 1280) await SHOWS[what]!(page);
      expect(faults).toEqual([]);
      await page.close();
    }
  });
});
