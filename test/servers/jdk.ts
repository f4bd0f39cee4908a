/** Finds a JDK: JAVA_HOME, the one on the PATH, and those in the folder beside it. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export interface Jdk {
  readonly home: string;
  readonly version: number;
}

/** The oldest that is new enough: the one a server was made for starts with the fewest surprises. */
export function findJdk(atLeast: number): Jdk | undefined {
  return homes()
    .map(jdkAt)
    .filter((jdk) => jdk !== undefined && jdk.version >= atLeast)
    .sort((a, b) => a!.version - b!.version)[0];
}

function homes(): readonly string[] {
  const found = [process.env.JAVA_HOME, defaultHome()].filter((home) => home !== undefined && home !== '');
  const beside = found.flatMap((home) => siblings(home!));
  return [...new Set([...found, ...beside] as string[])];
}

/** Two levels above the real `java` on the PATH. */
function defaultHome(): string | undefined {
  const folder = (process.env.PATH ?? '').split(delimiter).find((each) => existsSync(join(each, 'java')));
  return folder === undefined ? undefined : dirname(dirname(realpathSync(join(folder, 'java'))));
}

function siblings(home: string): string[] {
  const parent = dirname(home);
  return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
}

/** A JDK, not a bare runtime: the root module is compiled with it. */
function jdkAt(home: string): Jdk | undefined {
  const release = join(home, 'release');
  if (!existsSync(join(home, 'bin', 'javac')) || !existsSync(release)) return undefined;
  const version = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1];
  return version === undefined ? undefined : { home, version: Number(version) };
}
