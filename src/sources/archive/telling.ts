/** The small members of an archive that may tell the time zone of a node, wherever they lie in it. Nothing is said of what goes wrong. */
import type { Input } from '../input.ts';
import type { Leaf, Stop } from '../leaves.ts';
import type { MemberPicker } from './choice.ts';
import { containerLeaves } from './open.ts';

const TELLING = /(?:^|\/)(?:timedatectl|date|timezone)(?:\.txt)?$/;
const PACKED = /\.(?:zip|tar|tgz|txz|tbz2?|tzst|gz|xz|bz2|zst|lz4)$/i;

const MEMBERS: MemberPicker = {
  isFiltered: false,
  of: (path) => (TELLING.test(path) ? 'asked' : PACKED.test(path) ? 'look' : 'pass'),
};

export function tellingLeaves(input: Input, stop: Stop | undefined): AsyncGenerator<Leaf, void> {
  return containerLeaves(input, { named: false, picker: MEMBERS, stop, onProblem: () => undefined });
}
