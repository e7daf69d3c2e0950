import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium on PATH, or null. */
export function chromiumPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null;
}

/** Milliseconds of the page's own time for scripts to finish, and of real time after which a picture is given up. */
const SCRIPT_TIME = 20_000;
const PATIENCE = 120_000;

/** Writes a picture of a page, as wide and high as told, in CSS pixels. Throws an Error where the browser fails. */
export function photograph(
  chromium: string,
  page: URL,
  picture: string,
  [width, height]: readonly [number, number],
): Promise<void> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--no-first-run',
    '--hide-scrollbars',
    ...['background-networking', 'component-update', 'sync', 'gpu'].map((name) => `--disable-${name}`),
    `--virtual-time-budget=${SCRIPT_TIME}`,
    `--window-size=${width},${height}`,
    `--screenshot=${picture}`,
    page.href,
  ];
  return new Promise((resolve, reject) => {
    const browser = spawn(chromium, args, { stdio: 'ignore', timeout: PATIENCE });
    browser.once('error', reject);
    browser.once('exit', (code) => {
      if (existsSync(picture)) resolve();
      else reject(new Error(`${chromium}: a picture, got exit code ${code}.`));
    });
  });
}
