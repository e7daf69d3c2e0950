import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

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
