import { defineConfig } from 'vitest/config';

/** Load, fault and full-day suites: one after the other, each against the product as people run it. */
export default defineConfig({
  test: {
    include: ['{bench,e2e,scripts,server}/**/*.prove.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
});
