/** Makers of what envelopes give. */
import type { Opened, StampedTime } from '../format.ts';
import { tagAt } from './tag.ts';

const HASH = 35;
const TAB = '#011';
const LEADING_TABS = /^(?:#011)+/;

/** A payload of which only the time is known. */
export function timed(format: string, payload: string, time: StampedTime | undefined): Opened {
  return {
    format,
    payload,
    time,
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    partial: false,
    writer: undefined,
  };
}

/** `host identifier[pid]: message` at `at`, with the time that stood before it. */
export function tagged(
  format: string,
  text: string,
  at: number,
  time: StampedTime | undefined,
): Opened | undefined {
  const tag = tagAt(text, at);
  if (tag === undefined) return undefined;
  return {
    format,
    payload: withTabs(text.slice(at + tag.length)),
    time,
    host: tag.host,
    unit: tag.identifier,
    component: tag.component,
    level: undefined,
    partial: false,
    writer: tag.writer,
  };
}

/** The same envelope around another message. */
export function withPayload(opened: Opened, payload: string): Opened {
  return {
    format: opened.format,
    payload: withTabs(payload),
    time: opened.time,
    host: opened.host,
    unit: opened.unit,
    component: opened.component,
    level: opened.level,
    partial: opened.partial,
    writer: opened.writer,
  };
}

/** rsyslog writes control characters as `#` and three octal digits; a tab at the start tells klog's and Go's further lines. */
function withTabs(payload: string): string {
  if (payload.charCodeAt(0) !== HASH) return payload;
  const tabs = LEADING_TABS.exec(payload);
  return tabs === null ? payload : '\t'.repeat(tabs[0].length / TAB.length) + payload.slice(tabs[0].length);
}
