/** Entries for tests, with what they don't say left out. */
import type { Entry } from '../../../src/core/entry.ts';
import type { Alternative, Rule } from '../../../src/core/rules/rule.ts';

export function entry(message: string, fields: Record<string, string> = {}, more: Partial<Entry> = {}): Entry {
  return {
    time: undefined,
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    message,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    caller: undefined,
    formats: ['plain'],
    ...more,
  };
}

export function alternative(...texts: string[]): Alternative {
  return { texts, regex: undefined, where: [], not: [] };
}

export function rule(id: string, more: Partial<Rule> = {}): Rule {
  return {
    id,
    kind: 'failure',
    title: id,
    severity: 'high',
    status: 'stable',
    category: 'test',
    match: [],
    sequence: undefined,
    groupBy: [],
    quiet: 600_000,
    threshold: undefined,
    unless: [],
    resolvedBy: [],
    causedBy: [],
    fact: undefined,
    cause: '',
    impact: '',
    falsePositives: '',
    remedy: [],
    references: [],
    ...more,
  };
}
