export { loadRules } from './load-rules.ts';
export type { RuleSelection } from './load-rules.ts';
export { scan } from './scan.ts';
export type { Progress, ScanOptions } from './scan.ts';
