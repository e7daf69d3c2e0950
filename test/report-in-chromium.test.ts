import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stationaryReport } from '../src/view/stationary-report.js';
import { OVERLAPS, SCROLLS_SIDEWAYS, chromiumPath, launchChromium, openReport, whySkipped } from './chromium.js';
import type { Visit } from './chromium.js';
import { collapsed, labelNoise } from './io/sample-documents.js';

const ATTACK = '<script>window.attacked = true</script><img src=x onerror="window.attacked = true">';

describe.skipIf(!chromiumPath)(`a report in Chromium${whySkipped}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/assets.mjs']);
    const plotly = readFileSync('dist/assets/plotly.min.js.gz.b64', 'utf8');
    folder = mkdtempSync(join(tmpdir(), 'sgdfp-report-'));
    const document = labelNoise();
    const closedForms = { 'v>0': document.result.density!.logDensity };
    const attacked = { ...document, problem: { model: { prediction: ATTACK } }, warnings: [ATTACK, 'x'.repeat(300)] };
    const pages = {
      density: stationaryReport(document, { plotly, closedForms }),
      singular: stationaryReport(labelNoise({ temperature: 0.8 }), { plotly }),
      collapsed: stationaryReport(collapsed(), { plotly }),
      attacked: stationaryReport(attacked, { plotly }),
    };
    for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), text);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const visit = (name: string, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> =>
    openReport(browser, join(folder, `${name}.html`), { width, colorScheme, drawn: name !== 'collapsed' });

  test.each([1280, 400])('draws its figures from the file alone, %i px', async (width) => {
    const { page, faults } = await visit('density', width);
    expect(await page.locator('.plot .scatterlayer .trace path.js-line').count()).toBeGreaterThanOrEqual(8);
    expect(await page.locator('.plot .scatterlayer .points path').count()).toBeGreaterThan(30);
    const titles = await page.locator('.plot .infolayer :is(.xtitle, .ytitle)').allTextContents();
    expect(titles).toEqual([1, 2].flatMap(() => ['model v (units of y/x)', 'density p(v) (units of x/y)']));
    expect(await page.locator('.plot :is(.xtick, .ytick) text').count()).toBeGreaterThan(15);
    expect(await page.evaluate(OVERLAPS)).toBe(0);
    expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('the curve of a density that is infinite at 0 is on the screen, its decades apart', async () => {
    const { page, faults } = await visit('singular', 400);
    expect(await page.evaluate(OVERLAPS)).toBe(0);
    const box = await page.locator('.plot').first().locator('.trace path.js-line').first().boundingBox();
    expect(box!.width).toBeGreaterThan(100);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('follows light and dark, and offers the cells as a file', async () => {
    const { page, faults } = await visit('density', 800, 'dark');
    const ground = (): Promise<string> => page.evaluate(`document.querySelector('.main-svg').style.background`);
    const dark = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(ground).not.toBe(dark);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download cells').click()]);
    expect(download.suggestedFilename()).toBe('stationary.csv');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.split('\n')).toHaveLength(2002);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('text of the problem file runs nothing and breaks no layout', async () => {
    const { page, faults } = await visit('attacked', 400);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(await page.locator('h1').textContent()).toBe(`f = ${ATTACK}`);
    expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('point masses are told without figures', async () => {
    const { page, faults } = await visit('collapsed', 400);
    expect(await page.locator('.plot').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Warnings' }).isVisible()).toBe(true);
    expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
    expect(faults).toEqual([]);
    await page.close();
  });
});
