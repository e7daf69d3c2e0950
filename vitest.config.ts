import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A worker for every core: what else runs is only the one that hands out files.
  test: { include: ['test/**/*.test.ts'], maxWorkers: '100%', testTimeout: 60_000, hookTimeout: 60_000 },
});
