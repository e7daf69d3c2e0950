import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const candidates = (process.env.PATH ?? '').split(':').flatMap((folder) => NAMES.map((name) => `${folder}/${name}`));

/** Path of a Chromium on PATH, or undefined: tests that need one are then skipped. */
export const chromiumPath: string | undefined = candidates.find((path) => path.startsWith('/') && existsSync(path));

/** Added to the name of such tests, so that the run says why they were skipped. */
export const whySkipped = chromiumPath ? '' : ' (skipped: no Chromium on PATH)';

/** Starts the browser without a window, a sandbox (containers run as root) or traffic of its own. */
export async function launchChromium(): Promise<Browser> {
  const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'gpu'].map((name) => `--disable-${name}`);
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--headless', '--no-sandbox', '--no-first-run', ...quiet],
  });
}

/** A page as a test sees it. */
export interface Visit {
  readonly page: Page;
  /** Console errors, exceptions and requests for anything but the file. */
  readonly faults: string[];
}

/** Opens a report of this program from a file, and waits until its figures are drawn. */
export async function openReport(
  browser: Browser,
  file: string,
  { width, colorScheme = 'light', drawn = true }: { width: number; colorScheme?: 'light' | 'dark'; drawn?: boolean },
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => /^(file|data|blob):/.test(request.url()) || faults.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  if (drawn) await page.waitForSelector('[data-drawn=yes]', { state: 'attached' });
  return { page, faults };
}

/** In the page: how often a tick label overlaps its neighbour or the title of its axis. */
export const OVERLAPS = `[...document.querySelectorAll('.plot')].reduce((sum, plot) => {
  const boxes = (selector) => [...plot.querySelectorAll(selector)].map((element) => element.getBoundingClientRect());
  const [left] = boxes('.ytitle');
  const [below] = boxes('.xtitle');
  const labels = boxes('.xtick text').sort((a, b) => a.left - b.left);
  const beside = boxes('.ytick text').filter((box) => box.left < left.right);
  const crowded = labels.filter((box, i) => box.bottom > below.top + 1 || box.right > labels[i + 1]?.left);
  return sum + beside.length + crowded.length;
}, 0)`;

/** In the page: texts that lie over the data of a figure or beyond its edge: legends, colour bars, sliders. */
export const COVERS = `[...document.querySelectorAll('.plot')].flatMap((plot) => {
  const box = (element) => element.getBoundingClientRect();
  const [data, whole] = [box(plot.querySelector('.nsewdrag')), box(plot)];
  const apart = (a) => a.right <= data.left + 1 || a.left >= data.right - 1 || a.bottom <= data.top + 1 || a.top >= data.bottom - 1;
  const inside = (a) => a.left >= whole.left - 1 && a.right <= whole.right + 1 && a.bottom <= whole.bottom + 1;
  const parts = [...plot.querySelectorAll('.legend .traces, .colorbar .cbaxis text, .colorbar .cbtitle text, .slider-label, .xtitle, .ytitle')];
  return parts.filter((part) => !apart(box(part)) || !inside(box(part))).map((part) => part.textContent);
})`;

/** In the page: texts whose contrast with what they stand on (WCAG 2, Sec. 1.4.3) is below 4.5. */
export const PALE = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, k) => sum + [0.2126, 0.7152, 0.0722][k] * c, 0);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const { backgroundColor } = getComputedStyle(e);
      if ((channels(backgroundColor)[3] ?? 1) > 0.9) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [...document.querySelectorAll('h1, h2, h3, p, li, td, th, caption, button, footer, .plot text')];
  return texts.filter((text) => text.textContent.trim() !== '' && !text.hidden).flatMap((text) => {
    const { color, fill } = getComputedStyle(text);
    const [a, b] = [luminance(text.namespaceURI.endsWith('svg') ? fill : color), luminance(ground(text))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return contrast < 4.5 ? [text.textContent + ': ' + contrast.toFixed(1)] : [];
  });
})()`;

/** In the page: whether it is wider than the screen. */
export const SCROLLS_SIDEWAYS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
