import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evolutionReport } from '../src/view/evolution-report.js';
import { SCROLLS_SIDEWAYS, chromiumPath, launchChromium, openReport, whySkipped } from './chromium.js';
import { evolutionSample } from './io/evolution-samples.js';

/** The sample with a joint law in each frame. */
function offBalance() {
  const document = evolutionSample();
  const axis = (name: string, centres: number[]) => ({ name, centres, widths: centres.map(() => 0.25) });
  const axes = [axis('zeta', [-0.5, -0.25]), axis('xi', [0, 0.25, 0.5])];
  const frames = document.result.frames.map((frame, k) => ({
    ...frame,
    joint: { axes, mass: k === 0 ? [0, 0, 0, 0, 1, 0] : [0.2, 0.3, 0, 0.1, 0.2, 0.1], balanced: 0.1 },
  }));
  return { ...document, result: { ...document.result, frames } };
}

describe.skipIf(!chromiumPath)(`the report of an evolution in Chromium${whySkipped}`, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'sgdfp-evolution-'));

  beforeAll(async () => {
    const plotly = readFileSync('dist/assets/plotly.min.js.gz.b64', 'utf8');
    writeFileSync(join(folder, 'report.html'), evolutionReport(offBalance(), plotly));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Which traces of a plot are drawn. */
  const visible = (page: Page, plot: number): Promise<boolean[]> =>
    page.evaluate(`document.querySelectorAll('.plot')[${plot}].data.map(({ visible }) => visible !== false)`);

  test.each([1280, 400])('its sliders show one frame at a time, %i px', async (width) => {
    const { page, faults } = await openReport(browser, join(folder, 'report.html'), { width });
    expect([await visible(page, 0), await visible(page, 1)]).toEqual([
      [true, true, false],
      [true, false],
    ]);
    for (const plot of [0, 1]) {
      const rail = page.locator('.plot').nth(plot).locator('.slider-rail-touch-rect');
      await rail.scrollIntoViewIfNeeded();
      const box = (await rail.boundingBox())!;
      await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
    }
    await expect.poll(() => visible(page, 0)).toEqual([true, false, true]);
    await expect.poll(() => visible(page, 1)).toEqual([false, true]);
    expect(await page.locator('.plot .infolayer :is(.xtitle, .ytitle)').count()).toBe(5);
    expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
    expect(faults).toEqual([]);
    await page.close();
  });
});
