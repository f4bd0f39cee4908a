import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, isPatternError, type Pattern } from '../../../src/core/rules/pattern.ts';
import { patternFinder, wholeMatcher } from '../../../src/core/rules/pattern-search.ts';
import { oracle, patternSource, type OracleItem } from '../../oracle/pattern.ts';

function pattern(source: string, use: 'find' | 'whole' = 'find'): Pattern {
  const result = compilePattern(source, use);
  if (isPatternError(result)) throw new Error(`${source}: ${result.message}`);
  return result;
}

const find = (source: string, text: string) => patternFinder(pattern(source))(text);
const whole = (source: string, text: string) => wholeMatcher(pattern(source, 'whole'))(text);

describe('patterns on real lines', () => {
  it('captures up to the next text', () => {
    const text =
      'x509: certificate is valid for 10.43.0.1, 127.0.0.1, 192.168.1.10, not 192.168.1.20';
    expect(find('certificate is valid for <valid>, not <address:ip>', text)).toEqual({
      valid: '10.43.0.1, 127.0.0.1, 192.168.1.10',
      address: '192.168.1.20',
    });
  });

  it('leaves brackets, ports and the closing colon outside addresses', () => {
    expect(find('dial tcp <a:ip>:<port:int>: connect', 'dial tcp 10.0.0.5:6443: connect: connection refused')).toEqual(
      { a: '10.0.0.5', port: '6443' },
    );
    expect(find('dial tcp [<a:ip>]:<port:int>', 'dial tcp [fe80::1]:6443')).toEqual({ a: 'fe80::1', port: '6443' });
    expect(find('lookup on <a:ip>', 'lookup on ::ffff:10.0.0.1: no')).toEqual({ a: '::ffff:10.0.0.1' });
    expect(find('lookup on <a:ip>', 'lookup on 10.0.0.256')).toBeUndefined();
  });

  it('captures to the end of the line', () => {
    expect(find('not ready: <why>', 'node not ready: cni "x" (gone)  \nnext')).toEqual({ why: 'cni "x" (gone)' });
    expect(find('<who> is not ready', 'a\n  node n1 is not ready')).toEqual({ who: 'node n1' });
  });

  it('lets <_> go over line ends, and a name not', () => {
    expect(find('first<_>second', 'first\nsecond')).toEqual({});
    expect(find('first<x>second', 'first\nsecond')).toBeUndefined();
    expect(find('first<x>second', 'first\nfirst second')).toEqual({ x: ' ' });
  });

  it('reads typed holes', () => {
    expect(find('open <p:path>: no', 'open /var/lib/kubelet/config.yaml: no such file')).toEqual({
      p: '/var/lib/kubelet/config.yaml',
    });
    expect(find('took <d:duration>,', 'took 1m30.5s, too long')).toEqual({ d: '1m30.5s' });
    expect(find('<n:int> pods', 'has -12 pods')).toEqual({ n: '-12' });
    expect(find('node <w:word> gone', 'node ip-10-0-0-1.ec2 gone')).toEqual({ w: 'ip-10-0-0-1.ec2' });
    expect(find('a \\<nil> b <x:word>', 'a <nil> b c')).toEqual({ x: 'c' });
  });

  it('refuses typed values beyond 4,096 characters and cuts others', () => {
    expect(find('node <w:word>', `node ${'a'.repeat(4096)}`)).toEqual({ w: 'a'.repeat(4096) });
    expect(find('node <w:word>', `node ${'a'.repeat(4097)}`)).toBeUndefined();
    expect(find('node <w>', `node ${'a'.repeat(5000)}`)).toEqual({ w: 'a'.repeat(4096) });
  });

  it('describes whole values', () => {
    expect(whole('k3s', 'k3s')).toEqual({});
    expect(whole('k3s', 'k3s-agent')).toBeUndefined();
    expect(whole('<node>', 'n1')).toEqual({ node: 'n1' });
    expect(whole('/api/<_>/nodes/<n:word>', '/api/v1/nodes/a/nodes/n1')).toEqual({ n: 'n1' });
    expect(whole('<n:int>', '12x')).toBeUndefined();
  });
});

describe('errors', () => {
  it.each([
    ['Node <a><b>', 9, 'two untyped holes'],
    ['Node <a> is <b', 13, 'starts no hole'],
    ['Node <a:inte> x', 9, "no hole type 'inte'"],
    ['Node <a> and <a>', 14, 'used twice'],
    ['<node:word>.local is', 12, 'takes'],
    ['<a>', 1, 'needs some text'],
    ['', 1, 'needs some text'],
    ['a\n', 2, 'one line'],
    ['err <nil>', 5, '<nil>'],
  ])('%j', (source, column, message) => {
    expect(compilePattern(source)).toMatchObject({ column, message: expect.stringContaining(message) as string });
  });
});

const alphabet = ['a', 'b', '1', '0', '.', ':', '/', '-', ' ', '\n', 'ms', '10.0.0.1', '::1', '<', '=', 'é'];
const textArb = fc.array(fc.constantFrom(...alphabet), { maxLength: 14 }).map((parts) => parts.join(''));
const literalArb = fc
  .array(fc.constantFrom(...alphabet.filter((part) => part !== '\n')), { minLength: 1, maxLength: 2 })
  .map((parts) => parts.join(''));
const itemArb: fc.Arbitrary<OracleItem> = fc.oneof(
  { weight: 3, arbitrary: literalArb.map((text): OracleItem => ({ kind: 'text', text })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('ip', 'int', 'duration', 'path', 'word').map((type): OracleItem => ({ kind: 'typed', type, name: 'n' })),
  },
  { weight: 2, arbitrary: fc.constantFrom('n', undefined).map((name): OracleItem => ({ kind: 'gap', name })) },
);
const itemsArb = fc
  .array(itemArb, { minLength: 1, maxLength: 6 })
  .map((items) => items.map((item, i): OracleItem => (item.kind === 'text' || item.name === undefined ? item : { ...item, name: `n${i}` })));

/** What the program and the oracle say. */
function both(items: readonly OracleItem[], text: string, use: 'find' | 'whole') {
  const compiled = compilePattern(patternSource(items), use);
  fc.pre(!isPatternError(compiled));
  if (isPatternError(compiled)) throw new Error('not reached');
  const find = use === 'find' ? patternFinder(compiled) : wholeMatcher(compiled);
  // A finder is used for many texts: what it saw before must not matter.
  find(`${text}a 10.0.0.1 /a/b 1m30s`);
  return { got: find(text), expected: oracle(items, text, use === 'whole') };
}

describe('against the oracle', () => {
  it.each(['find', 'whole'] as const)('%s gives what trying every place and length gives', (use) => {
    fc.assert(
      fc.property(itemsArb, textArb, (items, text) => {
        const { got, expected } = both(items, text, use);
        expect(got).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['find', 'whole'] as const)('%s does so in texts made from the pattern', (use) => {
    const part = (item: OracleItem) => (item.kind === 'text' ? fc.constant(item.text) : textArb);
    const made = itemsArb.chain((items) =>
      fc.tuple(fc.constant(items), textArb, fc.tuple(...items.map((item) => part(item)))),
    );
    fc.assert(
      fc.property(made, ([items, before, parts]) => {
        const { got, expected } = both(items, (use === 'find' ? before : '') + parts.join(''), use);
        expect(got).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('hostile text', () => {
  const megabyte = 1 << 20;
  const texts = {
    a: 'a'.repeat(megabyte),
    'a/': 'a/'.repeat(megabyte / 2),
    dots: '/' + '.'.repeat(megabyte),
    'a lines': 'a\n'.repeat(megabyte / 2),
    digits: '1'.repeat(megabyte),
    colons: '1:'.repeat(megabyte / 2),
    durations: '1h'.repeat(megabyte / 2),
  };
  const sources = [
    'a<x>b',
    'a<x>a<y>b',
    'a<_>a<x>b',
    'aa<_>ab<_>ba<_>bb',
    'a<x:word> b',
    'a<x:path> b',
    '.<x:path> b',
    '<x:path> b',
    '<x:int> b',
    '<x:ip> b',
    '1<x:ip> b',
    '1<x:duration> b',
    '<x:duration> b',
    'a<x>a<y>a<z>c<_>d',
  ];
  it.each(sources)('%s takes linear time', (source) => {
    const compiled = pattern(source);
    for (const [name, text] of Object.entries(texts)) {
      const start = performance.now();
      patternFinder(compiled)(text);
      wholeMatcher(compiled)(text);
      // Quadratic would be minutes.
      expect(performance.now() - start, `on ${name}`).toBeLessThan(2000);
    }
  });
});
