/** Makers of what envelopes give. */
import type { Opened, StampedTime } from '../format.ts';
import { tagAt } from './tag.ts';

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
    payload: text.slice(at + tag.length),
    time,
    host: tag.host,
    unit: tag.identifier,
    component: tag.component,
    level: undefined,
    partial: false,
    writer: tag.writer,
  };
}
