/** What may be a log, by its name: the same in folders and in archives. A file that is named itself is read whatever its name. */
import { isNodeFile } from '../core/formats/paths/node-files.ts';

/** Sources, settings, keys, documents, pictures, programs, databases. */
const NO_LOGS =
  /\.(?:md|markdown|ya?ml|html?|css|[cm]?[jt]s|go|py|pyc|sh|toml|conf|cfg|ini|crt|cert|pem|key|csr|pub|service|socket|png|jpe?g|svg|gif|ico|pdf|docx?|xlsx?|pptx?|odt|so|o|a|db|sqlite3?|wasm|exe|dll|class|jar|war|whl|apk|deb|rpm|iso|img|qcow2|woff2?|ttf|mp[34])$/i;
/** Compressed, a file is what it is without this ending. */
const COMPRESSED = /\.(?:gz|zst|xz|bz2|lz4)$/i;
/** Who logged in, as the system keeps it below /var/log: binary, and no log for us. */
const LOGINS = /(?:^|\/)(?:[bwu]tmp|lastlog|faillog|tallylog)(?:[.-][\d.-]+)?$/;

/** The key of sealed journals, beside them. */
const SEAL = /(?:^|\/)fss$/;

/** `name`: of a file, or its path. Archives, compressed files and journals are taken like logs. */
export function takesName(name: string): boolean {
  if (isNodeFile(name)) return true;
  const plain = name.replace(COMPRESSED, '');
  return !NO_LOGS.test(plain) && !LOGINS.test(plain) && !SEAL.test(plain);
}

const RECORD =
  /"(?:kind":\s*"(?:Event|List|EventList)"|apiVersion":\s*"audit\.k8s\.io|MESSAGE"|log":|msg":|message":)/;
/** Bytes looked at. */
export const RECORD_BYTES = 4096;

/** A file called .json is taken when it begins with a record of a log. `head`: its first bytes, as latin1. */
export function takesContent(name: string, head: string): boolean {
  return !/\.json$/i.test(name) || isNodeFile(name) || RECORD.test(head);
}

/** Somewhere below a folder that begins with a dot, or such a file. */
export function isHidden(path: string): boolean {
  return /(?:^|\/)\.(?!\.?(?:\/|$))/.test(path);
}
