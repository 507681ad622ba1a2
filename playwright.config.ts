import { defineConfig } from '@playwright/test';

/** What is measured against the clock (lip-sync, key frames) has the machine to itself. */
const ALONE = ['takes', 'vp8'].map((name) => `${name}.spec.ts`);

/** Specs with lines, encoders or films: they need most of a core each. */
const MEDIA = ['broadcast', 'control-room', 'film', 'hall', 'recordings', 'watch'].map(
  (name) => `${name}.spec.ts`,
);

/** Journeys in the system's Chromium against the built product; each spec starts its own. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  timeout: 180_000,
  // Two cores carry the product, its database and several browsers.
  expect: { timeout: 15_000 },
  // `npm test` runs `alone` first, then the two others side by side, one spec of each at a time.
  workers: 2,
  projects: [
    { name: 'alone', testMatch: ALONE, workers: 1 },
    { name: 'media', testMatch: MEDIA, workers: 1 },
    { name: 'pages', testIgnore: [...ALONE, ...MEDIA], workers: 1 },
  ],
  forbidOnly: true,
  use: {
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    // Without its moving pictures: taking them costs as much as everything that is shown.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-quic', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-dev-shm-usage'],
      ],
    },
  },
});
