import fs from 'node:fs';

export interface Count {
  passed: number;
  failed: number;
}

export function addCounts(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** A file that cannot be loaded has no test of its own to fail: it counts as one. */
export function readVitestReport(file: string): Count {
  const report = JSON.parse(fs.readFileSync(file, 'utf8')) as VitestReport;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  // An error outside any test (in a set-up, or unhandled) fails the run without failing a test.
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

/** A journey that passed only when repeated is a failure: it would fail for somebody. */
export function readPlaywrightReport(file: string): Count {
  const { stats, errors } = JSON.parse(fs.readFileSync(file, 'utf8')) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}
