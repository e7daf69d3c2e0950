import { readFileSync } from 'node:fs';

/** The folder that holds package.json: two above this file once compiled into dist/cli, one above its source. */
export function packageFolder(): URL {
  const here = import.meta.url;
  return new URL(here.includes('/dist/cli/') ? '../../' : '../', here);
}

/** The package's version, from package.json. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', packageFolder()), 'utf8')) as { version: string };
  return manifest.version;
}
