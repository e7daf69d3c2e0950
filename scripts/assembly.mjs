// Compiles every assembly/<name>/index.ts to WebAssembly and writes it as a TypeScript module, solvers/wasm/<name>.wasm.ts,
// that holds the bytes in base64: a string loads the same way in Node, in a browser worker and in a bundle, and needs no file.
// A module that is newer than all its sources is left alone.
import { readdirSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}solvers/wasm`;

/** Modification time of the newest file in a folder. */
function newest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((file) => statSync(`${file.parentPath ?? file.path}/${file.name}`).mtimeMs));
}

/** The module's bytes; throws with the compiler's own message where the source is wrong. */
async function compile(name) {
  const { default: asc } = await import('assemblyscript/asc');
  const errors = asc.createMemoryStream();
  let bytes = null;
  // The stub runtime never frees: a kernel lays its memory out once and allocates nothing.
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];
  const { error } = await asc.main([`assembly/${name}/index.ts`, '--baseDir', root, '-o', 'out.wasm', ...options], {
    stderr: errors,
    writeFile: (_file, contents) => {
      bytes = contents;
    },
  });
  if (error || bytes === null)
    throw new Error(`assembly/${name}: ${error?.message ?? 'no output'}\n${errors.toString()}`);
  return bytes;
}

mkdirSync(target, { recursive: true });
for (const name of readdirSync(`${root}assembly`)) {
  const folder = `${root}assembly/${name}`;
  if (!existsSync(`${folder}/index.ts`)) continue;
  const file = `${target}/${name}.wasm.ts`;
  if (existsSync(file) && statSync(file).mtimeMs >= newest(folder)) continue;
  const text = `/** assembly/${name}, compiled by scripts/assembly.mjs, as base64. */\nexport const bytes =\n  '${Buffer.from(await compile(name)).toString('base64')}';\n`;
  writeFileSync(file, text);
}
