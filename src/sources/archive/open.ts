/** Opens compressed files and archives, each inside each. Loaded when the first one is met. */
import type { Problem } from '../../core/errors.ts';
import { compressionOf, decompress, unreadCompressionOf } from '../compression/index.ts';
import type { Compression } from '../compression/index.ts';
import type { Input } from '../input.ts';
import type { Leaf, LeafOptions } from '../leaves.ts';
import { RECORD_BYTES, takesContent } from '../log-names.ts';
import { DEFAULT_BOUNDS, Meter } from './bounds.ts';
import { MemberChoice } from './choice.ts';
import type { Choice, MemberPicker } from './choice.ts';
import { boundedInput, contentInput, countedInput, stoppableInput } from './input.ts';
import { archiveOf, unreadArchiveOf } from './kinds.ts';
import type { ArchiveKind } from './kinds.ts';
import type { Member, Opening } from './member.ts';
import { memberName, NamesSeen, runOn } from './names.ts';
import { tarMembers } from './tar/reader.ts';
import { Trouble } from './trouble.ts';
import { zipMembers } from './zip/reader.ts';

const READERS: Record<ArchiveKind, (input: Input, opening: Opening) => AsyncGenerator<Member, void>> = {
  tar: tarMembers,
  zip: zipMembers,
};

/** An input somewhere inside the source. */
interface Layered {
  readonly input: Input;
  /** The user named it. */
  readonly named: boolean;
  readonly choice: Choice;
  /** Archives around it, and compressions that hold a compression. */
  readonly depth: number;
  readonly insideCompression: boolean;
  /** It has been said why its bytes end early. */
  readonly told: () => boolean;
  /** Takes what is wrong with it; the archive around it bounds how much. */
  readonly report: (problem: Problem) => void;
}

/** The leaves of a source that is a container. */
export async function* containerLeaves(input: Input, options: LeafOptions): AsyncGenerator<Leaf, void> {
  const meter = new Meter(options.bounds ?? DEFAULT_BOUNDS);
  let isSilent = true;
  const onProblem = (problem: Problem): void => {
    isSilent = false;
    options.onProblem(problem);
  };
  const members = options.picker ?? new MemberChoice(options);
  const { stop } = options;
  // A stream is ended where it comes from, and what it gave before is read.
  const stoppable = stop === undefined || input.size === undefined ? input : stoppableInput(input, stop);
  const counted = countedInput(stoppable, (count) => meter.consume(count));
  // Of a folder it was taken because no glob leaves it out.
  const choice = options.named || options.picker !== undefined ? 'look' : 'log';
  const top = { input: counted, named: options.named, choice, report: onProblem } as const;
  const outermost = { depth: 0, insideCompression: false, told: () => false };
  for await (const leaf of new Opener(meter, members).open({ ...top, ...outermost })) {
    isSilent = false;
    yield leaf;
  }
  if (isSilent && options.named) options.onProblem(noLogs(input.name, members.isFiltered));
}

class Opener {
  private readonly meter: Meter;
  private readonly choice: MemberPicker;

  constructor(meter: Meter, choice: MemberPicker) {
    this.meter = meter;
    this.choice = choice;
  }

  async *open(layered: Layered): AsyncGenerator<Leaf, void> {
    const { input, named, choice } = layered;
    const head = await input.head();
    const compression = compressionOf(head);
    const archive = archiveOf(head);
    const unread = unreadOf(head, input.name);
    if (compression !== undefined) yield* this.decompressed(layered, compression);
    else if (archive !== undefined) yield* this.members(layered, archive);
    else if (choice === 'look' && !named) return;
    else if (unread !== undefined) layered.report(unread);
    else if (named || choice === 'asked' || isLog(input.name, head)) yield { input, named };
  }

  private async *decompressed(layered: Layered, kind: Compression): AsyncGenerator<Leaf, void> {
    const depth = layered.depth + (layered.insideCompression ? 1 : 0);
    if (this.isTooDeep(depth, layered)) return;
    let told = false;
    const onProblem = (problem: Problem): void => {
      if (!layered.told()) layered.report(problem);
      told = true;
    };
    // Bytes that were read, not those that were used: a decoder tells of these only after what they gave.
    let taken = 0;
    const packed = countedInput(layered.input, (count) => {
      taken += count;
    });
    const stream = decompress(kind, packed, { onProblem });
    const onBomb = (why: string): void => onProblem(bomb(stream.name, why));
    const input = boundedInput(stream, () => taken, this.meter, onBomb);
    yield* this.open({
      input,
      named: layered.named,
      choice: layered.choice,
      depth,
      insideCompression: true,
      report: layered.report,
      told: () => told || layered.told(),
    });
  }

  private async *members(layered: Layered, kind: ArchiveKind): AsyncGenerator<Leaf, void> {
    const { input } = layered;
    const depth = layered.depth + 1;
    if (this.isTooDeep(depth, layered)) return;
    const trouble = new Trouble(input.name, layered.report, layered.told);
    const names = new NamesSeen();
    try {
      for await (const member of READERS[kind](input, { meter: this.meter, trouble })) {
        if (this.meter.full !== undefined) break;
        const choice = this.choice.of(member.path, layered.choice !== 'look');
        if (choice === 'pass') continue;
        const name = names.of(memberName(input.name, member.path));
        const inside = contentInput({ ...member, name, modified: member.modified ?? input.modified });
        yield* this.open({
          input: inside,
          named: false,
          choice,
          depth,
          insideCompression: false,
          told: () => trouble.isCut,
          report: trouble.pass,
        });
      }
    } finally {
      trouble.end();
    }
  }

  private isTooDeep(depth: number, { input, report }: Layered): boolean {
    const most = this.meter.bounds.depth;
    if (depth <= most) return false;
    const message = `inside more than ${most} archives; not read`;
    const fix = 'unpack the outer ones first';
    report({ code: 'ARCHIVE_LIMIT', message, place: { file: input.name }, fix });
    return true;
  }
}

function isLog(name: string, head: Uint8Array): boolean {
  return takesContent(name, Buffer.from(head.subarray(0, RECORD_BYTES)).toString('latin1'));
}

/** Said of what the user named, as of a folder. */
function noLogs(file: string, isFiltered: boolean): Problem {
  const message = isFiltered
    ? 'no files in this archive fit --glob and --exclude'
    : 'no log files in this archive';
  const fix = `${isFiltered ? 'change the globs, or ' : ''}unpack it and name the file itself`;
  return { code: 'INPUT_NO_LOGS', message, place: { file }, fix };
}

function bomb(file: string, why: string): Problem {
  const fix = 'a log does not do that; if you trust it, unpack it and scan what comes out';
  return { code: 'ARCHIVE_BOMB', message: `stopped: ${why}`, place: { file }, fix };
}

function unreadOf(head: Uint8Array, file: string): Problem | undefined {
  const archive = unreadArchiveOf(head);
  const compression = archive === undefined ? unreadCompressionOf(head) : undefined;
  const what = archive?.format ?? compression?.format;
  if (what === undefined) return undefined;
  const run = archive?.run ?? `${compression!.cat} {} | whynotready`;
  return { code: 'ARCHIVE_NOT_READ', message: `${what} is not read`, place: { file }, fix: runOn(run, file) };
}
