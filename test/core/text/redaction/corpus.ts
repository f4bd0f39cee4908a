/** Secrets made up for tests, in all the clothes that logs give them. None was ever in use. */

/** A run of characters that is the same each time, of this alphabet. */
function made(length: number, alphabet: string, seed: number): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[Math.floor(state / 65_536) % alphabet.length]!;
  }).join('');
}

const HEX = '0123456789abcdef';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const base64Lines = Array.from({ length: 6 }, (_, i) => made(64, BASE64, 100 + i));
const pem = [
  '-----BEGIN RSA PRIVATE KEY-----',
  ...base64Lines,
  `${made(22, BASE64, 99)}==`,
  '-----END RSA PRIVATE KEY-----',
];
const k3s = `K10${made(64, HEX, 1)}::server:${made(32, HEX, 2)}`;
const jwt = `eyJ${made(33, BASE64, 3)}.eyJ${made(120, BASE64, 4)}.${made(86, BASE64, 5)}`;
const password = `${made(6, BASE64, 6)}-${made(5, LOWER, 7)}!`;

export interface Sample {
  readonly name: string;
  /** As it stands in a line of plain text. */
  readonly line: string;
  /** What must be in no output, whole or in part. */
  readonly secrets: readonly string[];
  /** Its start looks like nothing; only a whole one is known. */
  readonly wholeOnly?: true;
}

export const SAMPLES: readonly Sample[] = [
  { name: 'k3s token', line: `joining with ${k3s} now`, secrets: [k3s.slice(3)] },
  {
    name: 'k3s token as a flag',
    line: `k3s agent --token ${k3s} --server https://10.0.0.1:6443`,
    secrets: [k3s.slice(3)],
  },
  { name: 'k3s token in the environment', line: `K3S_TOKEN=${k3s}`, secrets: [k3s.slice(3)] },
  {
    name: 'k3s token of one word',
    line: 'K3S_TOKEN=mysecretjoinword k3s server',
    secrets: ['mysecretjoinword'],
  },
  { name: 'bearer', line: `Authorization: Bearer ${jwt}`, secrets: [jwt] },
  {
    name: 'bearer of a header map',
    line: `headers map[Authorization:[Bearer ${jwt}] Accept:[*/*]]`,
    secrets: [jwt],
  },
  { name: 'basic', line: `authorization: Basic ${made(24, BASE64, 8)}==`, secrets: [made(24, BASE64, 8)] },
  {
    name: 'bootstrap token',
    line: 'bootstrap token abcdef.0123456789abcdef is used',
    secrets: ['abcdef.0123456789abcdef'],
  },
  {
    name: 'client-key-data',
    line: `client-key-data: ${made(200, BASE64, 9)}==`,
    secrets: [made(200, BASE64, 9)],
  },
  { name: 'kubeconfig token', line: `    token: ${made(40, LOWER, 10)}`, secrets: [made(40, LOWER, 10)] },
  {
    name: 'rancher token',
    line: `using kubeconfig-user-x7k2p:${made(54, LOWER, 11)} for it`,
    secrets: [made(54, LOWER, 11)],
  },
  {
    name: 'password in an address',
    line: `datastore postgres://k3s:${password}@db.local:5432/kine failed`,
    secrets: [password],
  },
  {
    name: 'password in a MySQL address',
    line: `datastore mysql://root:p@ss/${password}@tcp(10.0.0.9:3306)/kine`,
    secrets: [password],
  },
  {
    name: 'password of a driver',
    line: `connect k3s:${password.replace('!', 'x')}@tcp(10.0.0.9:3306)/kine`,
    secrets: [password.replace('!', 'x')],
  },
  { name: 'password=', line: `login user=admin password=${password} host=db`, secrets: [password] },
  {
    name: 'password= of one word',
    line: 'dsn: host=db user=kine password=hunterword sslmode=disable',
    secrets: ['hunterword'],
  },
  {
    name: 'password in quotes',
    line: `set db_password="${password} with words" in it`,
    secrets: [`${password} with words`],
  },
  {
    name: 'JSON',
    line: `config {"user":"admin","password":"${password}","clientSecret":"${made(20, LOWER, 12)}"}`,
    secrets: [password, made(20, LOWER, 12)],
  },
  {
    name: 'JSON with a quote in it',
    line: `config {"password":"ab\\"${password}\\\\"} and so on`,
    secrets: [password],
  },
  { name: '--password', line: `run --db-password ${password} --verbose`, secrets: [password] },
  { name: '--password=', line: `run --db-password=${password} --verbose`, secrets: [password] },
  { name: 'Go struct', line: `cfg {User:admin Password:${password} Port:5432}`, secrets: [password] },
  { name: 'YAML', line: '  password: hunterword', secrets: ['hunterword'] },
  {
    name: 'AWS key',
    line: `credentials AKIA${made(16, BASE32, 13)} denied`,
    secrets: [`AKIA${made(16, BASE32, 13)}`],
  },
  {
    name: 'AWS secret',
    line: `aws_secret_access_key = ${made(20, BASE64, 14)}/${made(19, BASE64, 15)}`,
    secrets: [made(20, BASE64, 14), made(19, BASE64, 15)],
  },
  {
    name: 'S3 flag',
    line: `--etcd-s3-secret-key=${made(40, BASE64, 16)} --etcd-s3-bucket=b`,
    secrets: [made(40, BASE64, 16)],
  },
  { name: 'Google', line: `key AIza${made(35, BASE64, 17)} refused`, secrets: [made(35, BASE64, 17)] },
  {
    name: 'Azure',
    line: `DefaultEndpointsProtocol=https;AccountName=logs;AccountKey=${made(86, BASE64, 18)}==;EndpointSuffix=core.windows.net`,
    secrets: [made(86, BASE64, 18)],
  },
  {
    name: 'Azure SAS',
    line: `GET https://a.blob.core.windows.net/c?sv=2022&sig=${made(43, BASE64, 19)}%3D&se=2026`,
    secrets: [made(43, BASE64, 19)],
  },
  {
    name: 'GitHub',
    line: `clone https://ghp_${made(36, BASE64, 20)}@github.com/a/b`,
    secrets: [made(36, BASE64, 20)],
  },
  {
    name: 'docker auth',
    line: `{"auths":{"r.example":{"auth":"${made(31, BASE64, 21)}="}}}`,
    secrets: [made(31, BASE64, 21)],
  },
  {
    name: 'e-mail',
    line: 'acme account jane.doe+k8s@postfach.invalid registered',
    secrets: ['jane.doe+k8s@postfach.invalid'],
    wholeOnly: true,
  },
  { name: 'PEM', line: `loaded ${pem.join('\n')}\nafter it`, secrets: base64Lines },
  { name: 'PEM on one line', line: `loaded "${pem.join('\\n')}" from disk`, secrets: base64Lines },
  {
    name: 'PEM without its beginning',
    line: pem.slice(3).join('\n'),
    secrets: base64Lines.slice(2),
    wholeOnly: true,
  },
  {
    name: 'PEM without its end',
    line: `loaded\n${pem.slice(0, 4).join('\n')}`,
    secrets: base64Lines.slice(0, 3),
  },
  { name: 'a token on two lines', line: `refused: ${jwt.slice(0, 71)}\n${jwt.slice(71)}`, secrets: [jwt] },
  {
    name: 'a k3s token on two lines',
    line: `x refused: the token ${k3s.slice(0, 80)}\n${k3s.slice(80)}`,
    secrets: [k3s.slice(3)],
  },
];

/** As a value inside of JSON, this many times. */
export function escaped(text: string, times: number): string {
  let out = text;
  for (let i = 0; i < times; i++) out = JSON.stringify(out).slice(1, -1);
  return out;
}

/** Parts of a secret that give it away: any eight characters of it. */
export function leaks(output: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => {
    const size = Math.min(8, secret.length);
    const parts = Array.from({ length: secret.length - size + 1 }, (_, i) => secret.slice(i, i + size));
    return parts.filter((part) => output.includes(part)).slice(0, 1);
  });
}
