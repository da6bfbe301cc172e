import { readFileSync } from 'node:fs';
import ts from 'typescript';

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function namesIn(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

/** The functions, classes and constants that a source file exports. */
export function exportedNames(path: string): string[] {
  return parse(path).statements.filter(isExported).flatMap(namesIn);
}

function textOf(member: ts.TypeNode): string {
  if (ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal)) {
    return member.literal.text;
  }
  if (!ts.isTemplateLiteralTypeNode(member)) return member.getText();
  const rest = member.templateSpans.map(({ literal }) => `…${literal.text}`);
  return `${member.head.text}${rest.join('')}`;
}

/** The members of an exported union of texts; `…` stands for what a template leaves open. */
export function unionMembers(path: string, name: string): string[] {
  const alias = parse(path).statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === name,
  );
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) return [];
  return ts.isUnionTypeNode(alias.type) ? alias.type.types.map(textOf) : [textOf(alias.type)];
}
