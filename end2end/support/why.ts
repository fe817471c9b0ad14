// The last lines of a run: of each journey that failed, what was wrong and at which of our own lines. The long reports stand far above,
// and a log of which only the end is kept still says why.
import type { FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';

const MOST_LINES = 8;

/// The colours of a terminal, in a message that is written to a file.
const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '');

function lines({ message = '', stack = '' }: TestError): string[] {
  const said = plain(message).split('\n').filter((line) => line.trim() !== '').slice(0, MOST_LINES);
  const ours = plain(stack).split('\n').filter((line) => /^\s+at .*end2end/.test(line) && !line.includes('node_modules'));
  return [...said, ...ours.map((line) => line.replace(/\(?\/.*end2end\//, 'end2end/').replace(/\)$/, '').trim())];
}

export default class Why implements Reporter {
  private readonly failed: { test: TestCase; result: TestResult }[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status !== test.expectedStatus) this.failed.push({ test, result });
  }

  onEnd(_: FullResult) {
    for (const { test, result } of this.failed) {
      console.log(`\n  Why: ${test.titlePath().filter(Boolean).join(' › ')} (${result.status})`);
      for (const line of result.errors.flatMap(lines)) console.log(`    ${line}`);
    }
  }
}
