import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What AppSync accepts of one resolver or function, in characters. */
const MAX_RESOLVER_CODE = 32_768;

/** Something to deploy was not built, or cannot be deployed. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}

/** The bundles that `npm run build` makes. */
export interface Artifacts {
  /** The folder of a function's bundle, with the handler in `index.js`. */
  readonly functionFolder: (name: string) => string;
  /** The code of a resolver (`Query.me`) or pipeline function (`pipeline/identify`). */
  readonly resolverCode: (name: string) => string;
}

function existing(path: string): string {
  if (existsSync(path)) return path;
  throw new ArtifactError(`${path} does not exist: run \`npm run build\` first.`);
}

function artifactsIn(functions: string, resolvers: string): Artifacts {
  return {
    functionFolder: (name) => {
      const bundle = join(functions, name);
      existing(join(bundle, 'index.js'));
      return bundle;
    },
    resolverCode: (name) => {
      const path = existing(join(resolvers, `${name}.js`));
      const code = readFileSync(path, 'utf8');
      if (code.length <= MAX_RESOLVER_CODE) return code;
      throw new ArtifactError(
        `${path} exceeds AppSync's limit of ${MAX_RESOLVER_CODE} characters.`,
      );
    },
  };
}

/** @throws ArtifactError, from either function, naming the missing or oversized file. */
export function openArtifacts(folder: string): Artifacts {
  return artifactsIn(join(folder, 'functions'), join(folder, 'resolvers'));
}

/** The same of the order example, whose only function is called `function`. */
export function openOrderArtifacts(folder: string): Artifacts {
  const example = join(folder, 'examples', 'orders');
  return artifactsIn(example, join(example, 'resolvers'));
}
