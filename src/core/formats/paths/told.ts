/** Host, unit and component that a path proves. */
import { componentIn, componentOfPod, nodeOfStatic, podOf, unitOf } from './pods.ts';
import { knownComponentOf } from '../components.ts';
import { layoutOf } from './layouts.ts';
import type { PodNames } from './pods.ts';

export interface Told {
  readonly host?: string | undefined;
  readonly unit?: string | undefined;
  readonly component?: string | undefined;
}

const LONGEST_PATH = 4096;

/** `path` with `/`; for an archive's member `archive!member`. */
export function fromPath(path: string): Told {
  if (path.length > LONGEST_PATH) return {};
  const layout = layoutOf(segmentsOf(path));
  const pod = podOf(path);
  if (pod !== undefined) return inPod(pod, layout?.node);
  if (layout?.pod !== undefined) return inPod(layout.pod, undefined);
  const unit = layout?.unit;
  return {
    host: layout?.node,
    unit,
    component: (unit === undefined ? undefined : knownComponentOf(unit)) ?? ofFile(path),
  };
}

/** What stands between `/` and `!`. */
export function segmentsOf(path: string): string[] {
  return path.split(/[/!]/);
}

function inPod(pod: PodNames, folder: string | undefined): Told {
  return { host: folder ?? nodeOfStatic(pod), unit: unitOf(pod), component: componentOfPod(pod) };
}

/** `kubelet.log`, `k3s.log.1`, `etcd-2026-11-21.log.gz`, `journal-kubelet.txt`. */
function ofFile(path: string): string | undefined {
  const file = path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1)
    .replace(/#\d+$/, '')
    .replace(/(?:\.(?:log|txt|json|out|err|gz|zst|xz|bz2|lz4|\d+))+$/, '');
  return componentIn(file);
}
