import type { Dependency } from '../bill-of-materials.ts';
import { document, table } from './markdown.ts';

function licenceRows(dependencies: readonly Dependency[]): string[][] {
  const licences = [...new Set(dependencies.map(({ licence }) => licence))].sort();
  return licences.map((licence) => {
    const having = dependencies.filter((one) => one.licence === licence);
    const inUse = (use: Dependency['use']) => having.filter((one) => one.use === use).length;
    return [licence, ...(['run', 'optional', 'development'] as const).map(inUse).map(String)];
  });
}

/** The dependencies with their licences; the bill of materials itself stands beside it. */
export function dependenciesDocument(dependencies: readonly Dependency[]): string {
  return document(
    '# Dependencies and licences',
    'From the lock file, by `npm sbom`, without a network; `sbom.cdx.json` is the bill of materials as CycloneDX. Licences are those that the packages state. Nothing here compares them with known vulnerabilities.',
    table([['Licence', 'To run', 'Optional', 'Development'], ...licenceRows(dependencies)]),
    '## Packages',
    table([
      ['Package', 'Version', 'Licence', 'For'],
      ...dependencies.map(({ name, version, licence, use }) => [name, version, licence, use]),
    ]),
  );
}
