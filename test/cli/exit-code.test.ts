import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import { report, summary } from '../sinks/report.ts';

const withProblem = (code: ErrorCode) => report({ summary: summary({ problems: [{ code, message: '' }] }) });

test('incidents alone are no reason to fail', () => {
  expect(exitCode(report(), undefined)).toBe(0);
});

test('--fail-on counts that severity and above', () => {
  expect(exitCode(report(), 'critical')).toBe(1);
  expect(exitCode(report(), 'low')).toBe(1);
  expect(exitCode(report({ incidents: report().incidents.slice(1) }), 'critical')).toBe(0);
  expect(exitCode(report({ incidents: [] }), 'info')).toBe(0);
});

test('unread input goes before incidents; a line that was cut is no unread input', () => {
  expect(exitCode(withProblem('INPUT_NOT_FOUND'), 'low')).toBe(3);
  expect(exitCode(withProblem('INPUT_LINE_CUT'), undefined)).toBe(0);
});
