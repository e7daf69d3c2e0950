// Run at the start of `npm test`: the tests that open a report in a browser need Chromium, which npm does not bring.
// As root on a Debian-like machine (a fresh container) it is installed; anywhere else a line says what will be skipped.
// Nothing here can fail the tests.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Binaries that playwright-core can drive, as they are called on various systems. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const PACKAGES = ['chromium', 'fonts-dejavu-core'];
const SKIPPED = 'the tests that open a report in a browser will be skipped';

const onPath = (name) =>
  (process.env.PATH ?? '').split(':').some((folder) => folder && existsSync(`${folder}/${name}`));
const hasBrowser = () => BROWSERS.some(onPath);

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error, stderr } = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8', timeout: 300_000 });
  return status === 0
    ? undefined
    : (error?.message ?? stderr.trim().split('\n').at(-1)) || `apt-get ended with ${status}`;
}

if (!hasBrowser()) {
  if (process.getuid?.() === 0 && onPath('apt-get') && !process.env.SGDFP_NO_APT) {
    console.log(`Installing ${PACKAGES.join(' and ')} for the browser tests (SGDFP_NO_APT=1 leaves the system alone).`);
    const fault = apt('update') ?? apt('install', '-y', '--no-install-recommends', ...PACKAGES);
    if (!hasBrowser()) console.log(`No Chromium (${fault ?? 'not on PATH'}): ${SKIPPED}.`);
  } else {
    console.log(`No Chromium on PATH: ${SKIPPED}. On Debian: apt-get install ${PACKAGES.join(' ')}`);
  }
}
