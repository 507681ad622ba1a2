import { defineConfig } from 'vitest/config';

/** Load and fault suites: minutes each, one after the other, `npm run prove`. */
export default defineConfig({
  test: {
    include: ['{e2e,bench,scripts,server}/**/*.prove.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
});
