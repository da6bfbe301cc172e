import type { Program } from 'acorn';

/** A script whose value is `imports => ({ request, response })`, with its text's place in it. */
export interface ModuleSource {
  readonly script: string;
  /** Characters in front of the code on its first line. */
  readonly columnOffset: number;
}

/** Names of the realm that code must not see; the language check refuses them too. */
const HIDDEN = 'globalThis,Error,run,input';

/**
 * Rewrites a checked module as one expression. Lines keep their numbers, so that a failure can be
 * reported as `code.js:line:column` of the code that was loaded.
 */
export function toModuleSource(code: string, program: Program): ModuleSource {
  const imported: string[] = [];
  const exported: string[] = [];
  let body = code;
  for (const node of [...program.body].reverse()) {
    if (node.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier') continue;
        const name = code.slice(specifier.imported.start, specifier.imported.end);
        imported.push(`${name}:${specifier.local.name}`);
      }
      body = blank(body, node.start, node.end);
    }
    if (node.type !== 'ExportNamedDeclaration') continue;
    if (!node.declaration) {
      for (const { exported: outer, local } of node.specifiers) {
        exported.push(
          `${code.slice(outer.start, outer.end)}:${code.slice(local.start, local.end)}`,
        );
      }
      body = blank(body, node.start, node.end);
    } else {
      body = blank(body, node.start, node.declaration.start);
      if (node.declaration.type === 'FunctionDeclaration') exported.push(node.declaration.id.name);
    }
  }
  const prefix = `(function(${HIDDEN}){'use strict';return function({${imported.join()}}){return (function(){`;
  return {
    script: `${prefix}${body}\n;return{${exported.join()}}})()}})()`,
    columnOffset: prefix.length,
  };
}

function blank(text: string, start: number, end: number): string {
  const removed = text.slice(start, end).replace(/[^\n]/g, ' ');
  return text.slice(0, start) + removed + text.slice(end);
}
