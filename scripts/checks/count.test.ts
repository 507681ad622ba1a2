import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addCounts, readPlaywrightReport, readVitestReport } from './count.ts';

let file: string;

beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-count-')), 'report.json');
});
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true, force: true }));

const write = (report: object) => fs.writeFileSync(file, JSON.stringify(report));

it('adds up', () => {
  expect(addCounts({ passed: 1, failed: 2 }, { passed: 3, failed: 4 })).toEqual({
    passed: 4,
    failed: 6,
  });
});

it('counts a test file that cannot be loaded as a failure', () => {
  write({
    numPassedTests: 5,
    numFailedTests: 1,
    success: false,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ],
  });
  expect(readVitestReport(file)).toEqual({ passed: 5, failed: 2 });
});

it('counts a failed run without a failed test as a failure', () => {
  write({ numPassedTests: 5, numFailedTests: 0, success: false, testResults: [] });
  expect(readVitestReport(file)).toEqual({ passed: 5, failed: 1 });
});

it('counts a journey that passed only when repeated as a failure', () => {
  write({ stats: { expected: 4, unexpected: 1, flaky: 1 }, errors: [{}] });
  expect(readPlaywrightReport(file)).toEqual({ passed: 4, failed: 3 });
});
