// Makes docs/pictures, what the README shows, from the first example's report and the figures: `npm run picture` (needs Chromium).
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = join(mkdtempSync(join(tmpdir(), 'sgdfp-')), 'report.html');
const example = join(root, 'examples/01-learning-under-noise.yaml');
spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'stationary', example, '--out', report], {
  stdio: 'inherit',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 980 } });
await page.goto(pathToFileURL(report).href);
await page.waitForFunction("document.querySelectorAll('.main-svg').length > 0");
await page.waitForTimeout(1000);
await page.screenshot({ path: join(root, 'docs/pictures/report.png') });
await browser.close();

const figures = mkdtempSync(join(tmpdir(), 'sgdfp-'));
for (const name of ['balance', 'phase-diagram', 'tails']) {
  spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'figures', name, '--out', figures], {
    stdio: 'inherit',
  });
  copyFileSync(join(figures, `${name}.png`), join(root, 'docs/pictures', `${name}.png`));
}
