import { isCollection, isMap, isScalar, type Scalar, type YAMLMap } from 'yaml';

/** A key that stands in its map for the second time, or a later one. */
export interface Repeated {
  map: YAMLMap;
  first: Scalar;
  second: Scalar;
}

/** Every repeated key of a document, in the order of the text. Linear in the number of nodes. */
export function repeatedKeys(contents: unknown): Repeated[] {
  const found: Repeated[] = [];
  const walk = (node: unknown): void => {
    if (!isCollection(node)) return;
    if (!isMap(node)) {
      for (const item of node.items) walk(item);
      return;
    }
    const firsts = new Map<unknown, Scalar>();
    for (const { key, value } of node.items) {
      const first = isScalar(key) ? firsts.get(key.value) : undefined;
      if (first && isScalar(key)) found.push({ map: node, first, second: key });
      else if (isScalar(key)) firsts.set(key.value, key);
      else walk(key);
      walk(value);
    }
  };
  walk(contents);
  return found;
}
