import { readFileSync } from 'node:fs';

/** The folder that holds package.json: what holds dist/cli once built (this file may be in a chunk of it), one above its source. */
export function packageFolder(): URL {
  const here = import.meta.url;
  const built = here.lastIndexOf('/dist/cli/');
  return built < 0 ? new URL('../', here) : new URL(here.slice(0, built + 1));
}

/** The package's version, from package.json. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', packageFolder()), 'utf8')) as { version: string };
  return manifest.version;
}
