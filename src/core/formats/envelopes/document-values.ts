/** Reads fields of a document by name. */

export type Source = Readonly<Record<string, unknown>>;

/** The text of the first of these fields that is there. */
export function first(source: Source, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = text(valueAt(source, name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Several lines of text are taken whole. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((one) => typeof one === 'string') ? value.join('\n') : undefined;
}

/** `host.name`: a name of its own, or one inside the other. */
export function valueAt(source: Source, name: string): unknown {
  if (Object.hasOwn(source, name)) return source[name];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot);
    const inner = Object.hasOwn(source, head) ? source[head] : undefined;
    if (isObject(inner)) {
      const value = valueAt(inner, name.slice(dot + 1));
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

export function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
