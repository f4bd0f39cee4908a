/**
 * Zone abbreviations as journalctl prints them (short-full, with-unit, verbose). Only those that one zone uses in the tz database:
 * CST (Chicago, Shanghai), IST (Kolkata, Jerusalem, Dublin) and PST (Los Angeles, Manila) prove nothing.
 */
const HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  SAST: 2,
  EAT: 3,
  CAT: 2,
  PKT: 5,
  WIB: 7,
  WITA: 8,
  HKT: 8,
  AWST: 8,
  JST: 9,
  KST: 9,
  ACST: 9.5,
  ACDT: 10.5,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EST: -5,
  EDT: -4,
  MST: -7,
  MDT: -6,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
};
/** Hours of names that several zones use. */
const SHARED: Readonly<Record<string, readonly number[]>> = {
  AST: [-4, 3],
  CDT: [-5, -4],
  CST: [-6, 8, -5],
  IST: [5.5, 2, 1],
  PST: [-8, 8],
};
const NUMERIC = /^([+-])(\d\d):?(\d\d)?$/;

/** ms east of UTC of `CET`, `+08`, `+0530`; undefined when the name leaves it open. */
export function offsetOfName(name: string): number | undefined {
  if (Object.hasOwn(HOURS, name)) return HOURS[name]! * 3_600_000;
  const numeric = NUMERIC.exec(name);
  if (numeric === null) return undefined;
  return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)) * 60_000;
}

/** ms east of UTC of all zones that use this name and share it with others. */
export function offsetsOfName(name: string): readonly number[] {
  return Object.hasOwn(SHARED, name) ? SHARED[name]!.map((hours) => hours * 3_600_000) : [];
}
