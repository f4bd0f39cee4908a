/**
 * A message without what differs from one time to the next: `<*>` stands for numbers, addresses, ids, names in quotes, values.
 * Looks at one text alone, so that the same text always gives the same mask, whatever else was read.
 */

const HOLE = '<*>';
/** UTF-16 units that are looked at. */
const MAX_TEXT = 512;

const WORD = 1;
const DIGIT = 2;

/** By code: part of a word, a digit (part of a word, too), or what stands between words (0). Beyond ASCII all are letters. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => classOf(String.fromCharCode(code)));

function classOf(char: string): number {
  if (/\d/.test(char)) return DIGIT;
  return /[\w.\-/@%+#~*$^&!?|\\]/.test(char) ? WORD : 0;
}

/** Words with digits that belong to the language. */
const TERM =
  /^(?:k3s|k8s|rke2|x509|ipv[46]|v\d(?:(?:alpha|beta)\d)?|https?2?|sha\d+|md5|etcd[23]?|base64|utf8|oauth2|s3|i386|x86|amd64|arm64|ext[234]|tlsv?\d*|cgroupv?\d?|tcp[46]?|udp[46]?|ip6?tables|l[2347]|ed25519)$/i;

/** The text with holes, one space between its words. Linear in its first 512 characters. */
export function masked(text: string): string {
  const end = Math.min(text.length, MAX_TEXT);
  const out = new Mask();
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    const quoted = code === 34 || code === 39 || code === 96 ? nameEnd(text, at, end) : -1;
    if (quoted > 0) {
      out.add(text.charAt(at) + HOLE + text.charAt(at));
      at = quoted;
    } else if (isWordUnit(code)) {
      const stop = wordEnd(text, at, end);
      out.word(text.slice(at, stop));
      at = stop;
    } else {
      out.between(text.charAt(at));
      at++;
    }
  }
  return out.text();
}

function isWordUnit(code: number): boolean {
  return code >= 128 || CLASSES[code]! !== 0;
}

function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isWordUnit(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the closing quote of a name without spaces that opens at `at`; -1 where none does. */
function nameEnd(text: string, at: number, end: number): number {
  const quote = text.charAt(at);
  const close = text.indexOf(quote, at + 1);
  if (close < 0 || close >= end || close === at + 1) return -1;
  for (let i = at + 1; i < close; i++) if (text.charCodeAt(i) <= 32) return -1;
  return close + 1;
}

class Mask {
  private out = '';

  text(): string {
    return this.out.trimEnd();
  }

  add(text: string): void {
    this.out += text;
  }

  /** Spaces are drawn together; one hole is enough for `<*>:<*>` and its like. */
  between(char: string): void {
    if (char > ' ') this.out += char;
    else if (this.out !== '' && !this.out.endsWith(' ')) this.out += ' ';
  }

  word(word: string): void {
    if (!isVarying(word) && !this.isValue()) this.out += word;
    else if (/<\*>[:,]$/.test(this.out)) this.out = this.out.slice(0, -1);
    else if (!this.out.endsWith(HOLE)) this.out += /[.!?]$/.test(word) ? HOLE + word.at(-1)! : HOLE;
  }

  /** Behind `key=`: what a program was asked to say of this one time. */
  private isValue(): boolean {
    return (
      this.out.endsWith('=') &&
      /[\w-]=$/.test(this.out) &&
      !/(?:^|\W)(?:err|error|reason|code)=$/i.test(this.out)
    );
  }
}

/** Does the word name one thing among many? Digits that are no term of the language, `namespace/name`. */
function isVarying(word: string): boolean {
  if (!/\d/.test(word)) return /^[\w.-]{3,}\/[\w.-]{3,}$/.test(word);
  return !word.split(/[._/-]/).every((part) => !/\d/.test(part) || TERM.test(part));
}
