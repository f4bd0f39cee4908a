/** Blind spots and coverage as the plain objects that programs get (docs/outputs.md). */
import type { BlindSpot } from '../core/blindspots/blind-spot.ts';
import type { Coverage, Template } from '../core/coverage/coverage.ts';
import { rfc3339 } from '../core/text/amounts.ts';
import { timeOrNull } from './plain-time.ts';
import type { PlainObject } from './objects.ts';

export function blindSpotObject({ code, text, count, source, host, from, to }: BlindSpot): PlainObject {
  return {
    code,
    text,
    count,
    ...(source === undefined ? {} : { source }),
    ...(host === undefined ? {} : { host }),
    ...(from === undefined ? {} : { from: rfc3339(from) }),
    ...(to === undefined ? {} : { to: rfc3339(to) }),
  };
}

/** Without its templates. */
export function coverageObject(coverage: Coverage): PlainObject {
  const { scary, explained, harmless, known, unknown, inBaseline, beyond, templates } = coverage;
  const base = inBaseline === undefined ? {} : { inBaseline };
  return {
    type: 'coverage',
    scary,
    explained,
    harmless,
    known,
    unknown,
    ...base,
    beyond,
    templates: templates.length,
  };
}

export function templateObject(template: Template): PlainObject {
  const { id, component, text, level, count, first, last, isNew, example } = template;
  return {
    type: 'template',
    id,
    component,
    text,
    level,
    count,
    first: timeOrNull(first),
    last: timeOrNull(last),
    isNew,
    example: { source: example.source, line: example.line, offset: example.offset, text: example.text },
  };
}
