/**
 * Calico (felix, confd, typha): `2023-01-01 00:00:00.000 [INFO][77] felix/int_dataplane.go 1234: text key=value`
 * (projectcalico/calico, libcalico-go/lib/logutils, Formatter). The keys stand behind the text without a mark between them, so they stay in the message.
 */
import type { ParsedPayload, Payload } from '../format.ts';
import { bracketedLevel } from './go-log.ts';
import { stampIn } from './stamps.ts';

const MAX_CALLER = 120;

export function parseCalico(text: string): ParsedPayload | undefined {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(10) !== 32) return undefined;
  const bracket = text.indexOf(' [', 19);
  if (bracket < 0 || bracket > 30) return undefined;
  const time = stampIn(text, 0, bracket);
  const word = bracketedLevel(text, bracket + 1);
  if (time === undefined || word === undefined || text.charCodeAt(word.end) !== 91) return undefined;
  const close = text.indexOf('] ', word.end);
  if (close < 0 || close - word.end > 12) return undefined;
  const place = callerAt(text, close + 2);
  const { caller, body } = place ?? { caller: undefined, body: close + 2 };
  return {
    format: 'calico',
    message: text.slice(body),
    fields: [],
    time,
    level: word.level,
    component: undefined,
    caller,
  };
}

/** `felix/int_dataplane.go 1234: ` at `at`, and the index of the text behind it. */
function callerAt(text: string, at: number): { caller: string; body: number } | undefined {
  const colon = text.indexOf(': ', at);
  if (colon < 0 || colon - at > MAX_CALLER) return undefined;
  const found = /^(\S{1,100}\.go) (\d{1,6})$/.exec(text.slice(at, colon));
  return found === null ? undefined : { caller: `${found[1]}:${found[2]}`, body: colon + 2 };
}

export const calico: Payload = { name: 'calico', parse: parseCalico };
