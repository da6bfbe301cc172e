/** XML as S3 answers it. Texts are keys and fixed sentences, but are escaped all the same. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

type Content = string | readonly Element[];
export type Element = readonly [name: string, content: Content];

function text(value: string): string {
  return value.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

function element([name, content]: Element): string {
  const inner = typeof content === 'string' ? text(content) : content.map(element).join('');
  return `<${name}>${inner}</${name}>`;
}

export function document(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root)}`;
}
