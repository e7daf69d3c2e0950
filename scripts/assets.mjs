// Run by `npm run build`: makes the copies of plotly.js that pages carry, from the 10 MB that npm installs.
//   dist/assets/plotly.min.js          minified, with its licence
//   dist/assets/plotly.min.js.gz.b64   the same, gzip in base64: what a report embeds and unpacks in the browser
// Does nothing where they stand for the installed version already.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';

const at = (path) => new URL(`../${path}`, import.meta.url);
const read = (path) => readFileSync(at(path), 'utf8');

const PACKAGE = 'node_modules/plotly.js-dist';
const MINIFIED = 'dist/assets/plotly.min.js';
const PACKED = `${MINIFIED}.gz.b64`;

const first = `/*! plotly.js ${JSON.parse(read(`${PACKAGE}/package.json`)).version}\n`;
if (![MINIFIED, PACKED].every((path) => existsSync(at(path))) || !read(MINIFIED).startsWith(first)) {
  const { code } = transformSync(read(`${PACKAGE}/plotly.js`), {
    minify: true,
    target: 'es2020',
    legalComments: 'inline',
  });
  const text = `${first}${read(`${PACKAGE}/LICENSE`).trim()}\n*/\n${code}`;
  mkdirSync(at('dist/assets'), { recursive: true });
  // The one that is checked is written last, so that an interrupted run is done again.
  writeFileSync(at(PACKED), gzipSync(text, { level: 9 }).toString('base64'));
  writeFileSync(at(MINIFIED), text);
}
