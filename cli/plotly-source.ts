import { readFile } from 'node:fs/promises';
import { packageFolder } from './version.js';

/** plotly.js as reports embed it (minified, gzip, base64), made by the build. */
export function plotlySource(): Promise<string> {
  return readFile(new URL('dist/assets/plotly.min.js.gz.b64', packageFolder()), 'utf8');
}
