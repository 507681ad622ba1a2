import { defineConfig } from '@playwright/test';

/** Journeys in the system's Chromium against the built product; each spec starts its own. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  timeout: 180_000,
  // Two cores carry the product, its database and several browsers.
  expect: { timeout: 15_000 },
  workers: 1,
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
