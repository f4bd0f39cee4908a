/** The XML schema of Ant's JUnit reports, as a check. */
import { runProgram } from '../programs.ts';

const SCHEMA = 'node_modules/jest-junit-reporter/src/__tests__/fixtures/junit.xsd';

/** Throws with what xmllint has against it. */
export function checkJunit(xml: string): string {
  return runProgram('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, '-'], xml);
}

/** The value of an XPath expression. */
export function xpath(xml: string, expression: string): string {
  return runProgram('xmllint', ['--nonet', '--xpath', expression, '-'], xml).trim();
}
