import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { ConsoleConfiguration } from '../console/configuration.ts';
import { contentType } from '../console/security-headers.ts';

export interface Publication {
  readonly bucket: string;
  /** `build/console`. */
  readonly folder: string;
  readonly configuration: ConsoleConfiguration;
}

/** What the document names, before the document. */
const LAST: readonly string[] = ['config.json', 'index.html'];

function filesOf({ folder, configuration }: Publication): ReadonlyMap<string, Buffer> {
  const built = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [relative(folder, file), readFileSync(file)] as const);
  return new Map([...built, ['config.json', Buffer.from(JSON.stringify(configuration))]]);
}

/**
 * Puts the page where CloudFront looks for it. Whoever loads it meanwhile gets the old page or the new
 * one: names of what a document loads hold a hash of their content, the document comes last, and files
 * of earlier builds stay.
 * @returns how many files were put
 */
export async function publishConsole(s3: S3Client, publication: Publication): Promise<number> {
  const files = filesOf(publication);
  const names = [...files.keys()].filter((name) => !LAST.includes(name));
  for (const Key of [...names, ...LAST]) {
    const Body = files.get(Key);
    if (Body === undefined) throw new Error(`${Key} was not built.`);
    const ContentType = contentType(Key);
    await s3.send(new PutObjectCommand({ Bucket: publication.bucket, Key, Body, ContentType }));
  }
  return files.size;
}
