import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A worker for every core, each keeping the modules that it has loaded: half of the time would go into loading them again.
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: '100%',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
