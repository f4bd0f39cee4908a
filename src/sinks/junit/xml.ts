/** XML that any parser takes. */
import { visible } from '../../core/text/visible.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Characters that XML 1.0 has no way to write are made visible, noncharacters too. */
function safe(text: string): string {
  return visible(text, { newline: true, tab: true }).replace(/[\ufdd0-\ufdef\ufffe\uffff]/g, '\ufffd');
}

/** Text between tags. */
export function xmlText(text: string): string {
  return safe(text).replace(/[&<>]/g, (character) => ENTITIES[character]!);
}

/** ` name="value"` each; line ends and tabs stay what they are. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${safe(String(value)).replace(/[&<>"\n\t]/g, (character) => ENTITIES[character]!)}"`,
    )
    .join('');
}
