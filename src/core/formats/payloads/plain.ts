/** What no other format knows. */
import type { ParsedPayload, Payload } from '../format.ts';

export function parsePlain(text: string): ParsedPayload {
  return {
    format: 'plain',
    message: text,
    fields: [],
    time: undefined,
    level: undefined,
    component: undefined,
    caller: undefined,
  };
}

export const plain: Payload = { name: 'plain', parse: parsePlain };
