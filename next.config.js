import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/_server/intl-request.ts');

/** @type {import('next').NextConfig} */
const nextConfig = {
  // A start serves its build from a folder of its own, so that a later build cannot change it.
  distDir: process.env.PAGES_DIR ?? '.next',
  poweredByHeader: false,
  devIndicators: false,
  // `tsc --noEmit` is a step of its own; a start on a hall's laptop should not wait for it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'pino', 'mediasoup', '@node-rs/argon2'],
  experimental: {
    // Pages answer 401 and 403 with `unauthorized()` and `forbidden()`.
    authInterrupts: true,
    // Figures are live: a page that was left and reopened asks the server again.
    staleTimes: { dynamic: 0 },
  },
};

export default withNextIntl(nextConfig);
