// Run by `npm run build`: makes dist/cli, the command as a few files, so that it starts as fast as what it needs can be read.
// Commands import what they compute with when they run; each such import stays a file of its own.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${folder}dist/cli`, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: ['cli/main.ts', 'cli/*-worker.ts'],
  outdir: 'dist/cli',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'inline',
  logLevel: 'warning',
  // It unpacks WebAssembly of its own, and only --out h5 needs it.
  external: ['h5wasm', 'h5wasm/*'],
  // yaml is CommonJS inside and asks for node:process.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
});
