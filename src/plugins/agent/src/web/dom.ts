/** The part of a DOM that pages are read with; the libraries' own types ask for a browser's. */
export interface DomNode {
  nodeType: number;
  nodeName: string;
  textContent: string | null;
  firstChild: DomNode | null;
  nextSibling: DomNode | null;
  parentNode: DomNode | null;
}

export interface DomElement extends DomNode {
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  remove(): void;
  replaceWith(...nodes: (DomNode | string)[]): void;
  querySelectorAll(selector: string): Iterable<DomElement>;
}

export interface DomDocument extends DomElement {
  body: DomElement | null;
  cloneNode(deep: boolean): DomDocument;
}

export const ELEMENT = 1;
export const TEXT = 3;

/** Every node below one, in the order of the text, however deep: `leave` follows the last one inside. */
export function* walk(root: DomNode): Generator<{ node: DomNode; depth: number; leave: boolean }> {
  let [node, depth]: [DomNode, number] = [root, 0];
  for (;;) {
    if (node !== root) yield { node, depth, leave: false };
    if (node.firstChild) {
      node = node.firstChild;
      depth += 1;
      continue;
    }
    while (node !== root && !node.nextSibling) {
      yield { node, depth, leave: true };
      if (!node.parentNode) return;
      node = node.parentNode;
      depth -= 1;
    }
    if (node === root || !node.nextSibling) return;
    yield { node, depth, leave: true };
    node = node.nextSibling;
  }
}
