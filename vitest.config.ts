import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,bench,contract,db,domain,server,scripts}/**/*.test.ts'],
    globalSetup: ['./server/testing/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
